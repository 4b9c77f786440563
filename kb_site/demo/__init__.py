"""Play the demo's files through the site's own services, in the order things happened.

Nothing is set by hand: a thread is solved because its author accepted an answer two hours
after asking, and a gap is on the report because eighteen people searched in vain.
"""

from __future__ import annotations

from kb_site.demo.content import load_articles, load_boards
from kb_site.demo.curating import plan_curating
from kb_site.demo.forum import plan_rule, plan_threads
from kb_site.demo.people import give_trust, load_members
from kb_site.demo.playback import DemoError, Playback
from kb_site.demo.safety import plan_safety
from kb_site.demo.searches import plan_searches
from kb_site.demo.teaching import load_teaching
from kb_site.demo.tickets import plan_requests

__all__ = [
    "DemoError",
    "Playback",
    "give_trust",
    "load_articles",
    "load_boards",
    "load_members",
    "load_teaching",
    "plan_curating",
    "plan_requests",
    "plan_rule",
    "plan_safety",
    "plan_searches",
    "plan_threads",
]
