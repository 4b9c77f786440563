"""How allauth makes members of this house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.shortcuts import render
from django.utils.translation import get_language

from accounts import suspension
from accounts.roles import Role
from accounts.services import free_username, give_role

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from accounts.models import Member


FORBIDDEN = 403


class AccountAdapter(DefaultAccountAdapter):
    """New members get a handle from their name, the page's language and a role."""

    def populate_username(self, request: HttpRequest, user: Member) -> None:  # noqa: ARG002
        user.username = user.username or free_username(user.display_name)

    def respond_user_inactive(self, request: HttpRequest, user: Member) -> HttpResponse:
        """Tell who is suspended until when and why, once the password was right."""
        if user.suspended_until is None:
            response: HttpResponse = super().respond_user_inactive(request, user)
            return response
        context = {"words": suspension.words(user)}
        return render(request, "accounts/suspended.html", context, status=FORBIDDEN)

    def save_user(
        self,
        request: HttpRequest,
        user: Member,
        form: Form,
        commit: bool = True,  # noqa: FBT001, FBT002  (allauth's signature)
    ) -> Member:
        data: dict[str, Any] = form.cleaned_data
        user.display_name = data["display_name"]
        user.language = (get_language() or "en")[:2]
        member: Member = super().save_user(request, user, form, commit=commit)
        if commit:
            give_role(member=member, role=Role.CUSTOMER)
        return member
