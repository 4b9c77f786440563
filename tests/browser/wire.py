"""What a page costs its reader: bytes over the wire by kind, and how much it jumps."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

# About what a phone has in a train: without it, the font is there before the first paint
# and nothing could ever jump.
SLOW = {
    "offline": False,
    "latency": 150,  # ms
    "downloadThroughput": 200_000,  # bytes a second
    "uploadThroughput": 100_000,
}
FIND_SHIFTS = """async () => {
  await document.fonts.ready;
  return await new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 300);
  });
}"""


class Wire:
    """Listens to one page's requests; ``sent`` holds bytes by kind since the last visit."""

    def __init__(self, page: Page, *, is_slow: bool = False) -> None:
        self.page = page
        self.sent: Counter[str] = Counter()
        self.addresses: list[str] = []
        self._kinds: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._arrived)
        session.send("Network.enable")
        if is_slow:
            session.send("Network.emulateNetworkConditions", SLOW)

    def visit(self, address: str) -> int:
        """Open ``address``, wait until all of it is there, return its bytes."""
        self.sent.clear()
        response = self.page.goto(address, wait_until="networkidle")
        assert response is not None
        assert response.status == 200, address
        return self.sent.total()

    def shifts(self) -> float:
        """Return the sum of the layout's shifts so far (0.0 means nothing moved)."""
        found: float = self.page.evaluate(FIND_SHIFTS)
        return found

    def summary(self) -> str:
        parts = ", ".join(f"{kind} {size:,}" for kind, size in self.sent.most_common())
        return f"{self.sent.total():,} bytes: {parts}"

    def _asked(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event.get("type", "Other")
        self.addresses.append(event["request"]["url"])
        if before := event.get("redirectResponse"):
            self.sent["Redirect"] += int(before["encodedDataLength"])

    def _arrived(self, event: dict[str, Any]) -> None:
        kind = self._kinds.get(event["requestId"], "Other")
        self.sent[kind] += int(event["encodedDataLength"])
