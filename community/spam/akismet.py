"""Ask Akismet about a message, where the company has a key; without one nothing leaves.

It gets the text and what the caller hands over, never a name or a mailbox. No answer is
no opinion: the plain rules stand alone then.
"""

from __future__ import annotations

import logging
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings

from community.spam.reasons import Reason

if TYPE_CHECKING:
    from community.spam.facts import Facts

logger = logging.getLogger(__name__)

ADDRESS = "https://rest.akismet.com/1.1/comment-check"
TIMEOUT_SECONDS = 3
ANSWER_BYTES = 100  # "true" or "false"; anything longer is no answer
POINTS = 10
# Akismet answers no question without an address; this site keeps none of its members.
NO_ADDRESS = "127.0.0.1"


def ask(facts: Facts, *, user_ip: str = "", user_agent: str = "") -> Reason | None:
    """Return a reason to hold the message, or ``None``: no key, no spam, or no answer.

    Waits up to ``TIMEOUT_SECONDS``, so call it outside a transaction.

    Source: https://akismet.com/developers/detailed-docs/comment-check/
    """
    key = getattr(settings, "AKISMET_KEY", "")
    if not key:
        return None
    try:
        answer = _post(_fields(facts, key=key, user_ip=user_ip, user_agent=user_agent))
    except (OSError, HTTPException, ValueError) as error:
        logger.warning("Akismet did not answer: %s", type(error).__name__)
        return None
    if answer not in {"true", "false"}:
        logger.warning("Akismet refused the question: %s", answer[:40])
        return None
    return Reason("akismet", POINTS) if answer == "true" else None


def _fields(facts: Facts, *, key: str, user_ip: str, user_agent: str) -> dict[str, str]:
    fields = {
        "api_key": key,
        "blog": settings.SITE_URL,
        "blog_charset": "UTF-8",
        "comment_type": "forum-post" if facts.title else "reply",
        "comment_content": f"{facts.title}\n\n{facts.text}".strip(),
        "user_ip": user_ip or NO_ADDRESS,
        "user_agent": user_agent,
    }
    return {name: value for name, value in fields.items() if value}


def _post(fields: dict[str, str]) -> str:
    address = getattr(settings, "AKISMET_URL", ADDRESS)
    if not address.startswith(("https://", "http://")):
        raise ValueError(address)
    request = Request(address, data=urlencode(fields).encode())  # noqa: S310  (checked above)
    with urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
        body: bytes = response.read(ANSWER_BYTES)
    return body.decode("utf-8", "replace").strip()
