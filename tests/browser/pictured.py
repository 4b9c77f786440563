"""What is photographed: addresses, and links to follow where an address has a number."""

from __future__ import annotations

WORDS = {
    "en": {"found": "payout pending", "missing": "xylophone", "misspelt": "payot pendign"},
    "fr": {"found": "virement", "missing": "xylophone", "misspelt": "viremnt bloqé"},
}
WHO = {"en": "nadia", "fr": "yanis"}
PAGES = {
    "home": "/",
    "guides": "/{language}/",
    "search": "/search/?q={found}",
    "search-page-2": "/search/?q={found}&page=2",
    "search-misspelt": "/search/?q={misspelt}",
    "search-empty": "/search/?q={missing}",
    "search-nothing-asked": "/search/",
    "wish": "/search/wishes/new/?q={missing}",
    "community": "/community/",
    "tag-empty": "/community/?tag=no-such-tag",
    "board-empty": "/community/boards/payouts/?state=unanswered&tag=none",
    "contact": "/support/",
    "sign-in": "/accounts/login/?next=/community/ask/",
    "sign-up": "/accounts/signup/",
    "new-password": "/accounts/password/reset/",
    "404": "/{language}/nothing-here/",
    "profile": "/accounts/people/marta/",
    "profile-questions": "/accounts/people/nadia/?show=questions",
    "profile-new": "/accounts/people/hannah/",
}
THREADS = r"/community/threads/[\w/-]+/"
# Found by following links: the page to begin with, and what each address looks like.
LINKED: dict[str, list[str]] = {
    "section": ["/{language}/", r"/{language}/[\w-]+/"],
    "board": ["/community/", r"/community/boards/[\w-]+/"],
    "thread-solved": ["/community/?state=solved", THREADS],
    "thread-support": ["/community/?state=support", THREADS],
    "thread-answered": ["/community/?state=answered", THREADS],
    "thread-unanswered": ["/community/?state=unanswered", THREADS],
}
MEMBER_PAGES = {
    "home-signed-in": "/",
    "ask": "/community/ask/?title={found}",
    "help-others": "/community/help/",
    "following": "/community/following/",
    "trust": "/community/trust/",
    "wishes": "/search/wishes/",
    "requests": "/support/requests/",
    "request-new": "/support/new/",
    "settings": "/accounts/me/",
    "my-data": "/accounts/me/data/",
    "e-mail": "/accounts/email/",
    "password": "/accounts/password/change/",
    "notices": "/accounts/notices/",
    "403": "/admin/",
}
MEMBER_LINKED = {
    "request": ["/support/requests/", r"/support/requests/\d+/"],
    "thread-signed-in": ["/community/?state=answered", THREADS],
    "report": ["/community/?state=answered", THREADS, r"/community/posts/\d+/report/"],
    "edit": ["/community/following/", THREADS, r"/community/posts/\d+/edit/"],
}
STAFF_PAGES = {
    "styleguide": "/styleguide/",
    "staff-home": "/admin/",
    "staff-gaps": "/admin/gaps/",
    "staff-figures": "/admin/search-figures/",
    "staff-rising": "/admin/search-rising/",
    "staff-kept-out": "/admin/search-kept-out/",
    "staff-lab": "/admin/search-lab/?q={found}",
    "staff-synonyms": "/admin/search-synonyms/",
    "staff-pins": "/admin/search-pins/",
    "staff-judgements": "/admin/search-judgements/",
    "staff-changes": "/admin/search-history/",
    "staff-moderation": "/admin/moderation/",
    "staff-moderated": "/admin/moderation/done/",
    "staff-requests": "/admin/requests/",
    "mail-notice": "/styleguide/mail/notice/",
    "mail-confirmation": "/styleguide/mail/email_confirmation_signup/",
    "mail-password": "/styleguide/mail/password_reset_key/",
    "mail-account-exists": "/styleguide/mail/account_already_exists/",
}
STAFF_LINKED = {
    "hand-over": [
        *("/community/?state=answered", THREADS),
        r"/support/threads/\d+/[\w/-]+",
    ],
    "thread-staff": ["/community/?state=answered", THREADS],
    "split": ["/community/?state=answered", THREADS, r"/community/threads/\d+/split/"],
    "staff-gap": ["/admin/gaps/", r"/admin/gaps/\d+/"],
    "staff-request": ["/admin/requests/", r"/admin/requests/\d+/"],
}
