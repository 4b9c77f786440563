"""Support: threads handed over, the requests that come of it, and when it is open."""

from __future__ import annotations

from support.models.hours import Channel as Channel
from support.models.hours import Closure as Closure
from support.models.hours import Holiday as Holiday
from support.models.hours import SupportHours as SupportHours
from support.models.hours import Team as Team
from support.models.replies import MessageFile as MessageFile
from support.models.replies import Satisfaction as Satisfaction
from support.models.rules import EscalationRule as EscalationRule
from support.models.tickets import Escalation as Escalation
from support.models.tickets import EscalationQuerySet as EscalationQuerySet
from support.models.tickets import Message as Message
from support.models.tickets import MessageQuerySet as MessageQuerySet
from support.models.tickets import Sequence as Sequence
from support.models.tickets import Ticket as Ticket
from support.models.tickets import TicketQuerySet as TicketQuerySet
