"""What the knowledge base changes in Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from draftjs_exporter.dom import DOM
from wagtail import hooks
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    ExternalLinkElementHandler,
    PageLinkElementHandler,
)

if TYPE_CHECKING:
    from wagtail.rich_text.feature_registry import FeatureRegistry


class AnchoredLinkHandler(PageLinkElementHandler):
    """Keep the heading that a link between pages leads to, which Wagtail would drop."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        known: dict[str, Any] = super().get_attribute_data(attrs)
        return {**known, "anchor": attrs["anchor"]} if attrs.get("anchor") else known


def anchored_link(props: dict[str, Any]) -> Any:
    """Write a link back to the stored form, with its anchor."""
    if props.get("id") is None or not props.get("anchor"):
        return link_entity(props)
    kept = {"linktype": "page", "id": props["id"], "anchor": props["anchor"]}
    return DOM.create_element("a", kept, props["children"])


@hooks.register("register_rich_text_features", order=10)
def keep_anchors(features: FeatureRegistry) -> None:
    """Replace Wagtail's rule for links by ours."""
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                'a[linktype="page"]': AnchoredLinkHandler("LINK"),
            },
            "to_database_format": {"entity_decorators": {"LINK": anchored_link}},
        },
    )
