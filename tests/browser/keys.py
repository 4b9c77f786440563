"""A reader without a mouse, who must see at every stop where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Kept on the page: how everything looked while the focus was elsewhere.
REMEMBER = """() => {
  const look = (one) => { const style = getComputedStyle(one);
    return [style.outlineStyle === 'none' ? '' : style.outline, style.boxShadow].join(); };
  window.unfocused ??= new WeakMap();
  for (const one of document.querySelectorAll('body *'))
    if (!one.matches(':focus-within')) window.unfocused.set(one, look(one));
}"""
# A ring may be drawn by the field itself or by the box around it.
LOOK = """() => {
  const look = (one) => { const style = getComputedStyle(one);
    return [style.outlineStyle === 'none' ? '' : style.outline, style.boxShadow].join(); };
  const here = document.activeElement;
  if (here === document.body) return null;
  const around = [here, here.parentElement, here.parentElement.parentElement];
  const [box] = here.getClientRects();
  const at = box && document.elementFromPoint(
    Math.min(box.left + box.width / 2, innerWidth - 1),
    Math.min(box.top + box.height / 2, innerHeight - 1));
  return {
    html: here.outerHTML.slice(0, 120),
    hasRing: around.some((one) => look(one) !== (window.unfocused.get(one) ?? ',none')),
    isInView: Boolean(box) && box.top >= -1 && box.left >= -1 && box.right <= innerWidth + 1
      && (box.bottom <= innerHeight + 1 || box.height > innerHeight),
    isOnTop: Boolean(at) && (here.contains(at) || at.contains(here)
      || [...(here.labels ?? [])].some((label) => label.contains(at))),
  };
}"""


class Keys:
    """The keyboard of ``page``; every stop of Tab is looked at."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab(self, *, back: bool = False) -> None:
        """Go one stop on; fail where one could not see where one is."""
        self.page.evaluate(REMEMBER)
        self.page.keyboard.press("Shift+Tab" if back else "Tab")
        self.look()

    def look(self) -> None:
        seen: dict[str, Any] | None = self.page.evaluate(LOOK)
        assert seen is not None, "nothing has the focus"
        assert seen["hasRing"], f"no ring around {seen['html']}"
        assert seen["isInView"], f"out of view: {seen['html']}"
        assert seen["isOnTop"], f"covered: {seen['html']}"

    def tab_to(self, selector: str, *, back: bool = False, most: int = 70) -> None:
        """Press Tab until what ``selector`` means has the focus."""
        for _ in range(most):
            self.tab(back=back)
            if self.is_on(selector):
                return
        raise AssertionError(f"{selector} was not reached in {most} stops")

    def is_on(self, selector: str) -> bool:
        on: bool = self.page.locator(selector).evaluate_all(
            "(all) => all.includes(document.activeElement)"
        )
        return on

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.evaluate(REMEMBER)
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
