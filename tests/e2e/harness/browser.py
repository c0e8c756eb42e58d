# SPDX-License-Identifier: GPL-2.0-only
"""A real browser without a window: it loads a page, and is asked and steered as its developer tools do it, over a pair of
pipes. Its microphone is a file with a tone."""
import base64
import itertools
import json
import os
import pathlib
import subprocess
import threading

from . import tones
from .network import Place
from .waiting import PATIENCE, Bell, until

MICROPHONE = 440        # Hz


class Browser:
    """One Chromium with one page, in a place of its own."""

    def __init__(self, place: Place, keep: pathlib.Path, url: str):
        """Starts it and loads the page. A certificate is taken whoever signed it; the microphone needs no permission."""
        self.folder = keep / "browser"
        self.folder.mkdir(parents=True, exist_ok=True)
        tone = self.folder / "microphone.wav"
        tones.write_wave(tone, MICROPHONE, 10)
        commands, self._to = os.pipe()
        self._from, events = os.pipe()
        self._output = open(self.folder / "output.txt", "wb")
        self.process = place.start(
            ["bash", "-c", f'exec "$@" 3<&{commands} 4>&{events}', "bash", "chromium", "--headless=new", "--no-sandbox",
             "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--ignore-certificate-errors", "--use-fake-ui-for-media-stream",
             "--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={tone}",
             "--autoplay-policy=no-user-gesture-required", "--remote-debugging-pipe", "--window-size=480,860",
             f"--user-data-dir={self.folder / 'profile'}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=self._output, stderr=subprocess.STDOUT, pass_fds=(commands, events),
            env={**os.environ, "HOME": str(self.folder)})
        os.close(commands)
        os.close(events)
        self._numbers = itertools.count(1)
        self._answers: dict[int, dict] = {}
        self.said: list[str] = []           # what the page wrote to its console, and what went wrong in it
        self._bell = Bell()
        threading.Thread(target=self._read, daemon=True).start()
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self._ask(f"{domain}.enable")
        self._ask("Page.navigate", url=url)
        self.wait_for("document.readyState === 'complete'")

    _session: str | None = None

    def _read(self) -> None:
        """Collects answers and what the page says until the browser ends."""
        pending = b""
        while received := os.read(self._from, 65536):
            *messages, pending = (pending + received).split(b"\0")
            for message in map(json.loads, messages):
                with self._bell:
                    if "id" in message:
                        self._answers[message["id"]] = message
                    elif message.get("method") in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
                        self.said.append(json.dumps(message["params"])[:600])
                self._bell.ring()

    def _ask(self, method: str, **parameters) -> dict:
        """Asks something, and returns the answer."""
        number = next(self._numbers)
        question = {"id": number, "method": method, "params": parameters}
        if self._session:
            question["sessionId"] = self._session
        os.write(self._to, json.dumps(question).encode() + b"\0")
        answer = self._bell.wait_for(lambda: self._answers.pop(number, None), f"the browser's answer to {method}", 4 * PATIENCE)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def evaluate(self, expression: str):
        """What an expression of JavaScript comes to in the page; a promise is waited for."""
        result = self._ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']['exception'].get('description')}")
        return result["result"].get("value")

    def wait_for(self, expression: str, seconds: float = 2 * PATIENCE):
        """Waits until an expression comes to something that is true, and returns it."""
        try:
            return until(lambda: self.evaluate(expression), expression, seconds)
        except TimeoutError as timeout:
            raise TimeoutError(f"{timeout}; the page says {self.evaluate('document.body.innerText')!r}; {self.said[-5:]}") from None

    def text(self, part: str) -> str:
        """The text of a part of the page, by its id."""
        return self.evaluate(f"document.getElementById({part!r}).innerText")

    def wait_for_text(self, part: str, text: str, seconds: float = 2 * PATIENCE) -> None:
        """Waits until a part of the page has that text."""
        self.wait_for(f"document.getElementById({part!r}).innerText.includes({text!r})", seconds)

    def fill(self, part: str, text: str) -> None:
        """Writes into a field."""
        self.evaluate(f"document.getElementById({part!r}).value = {text!r}")

    def click(self, part: str) -> None:
        """Presses a button that can be seen."""
        assert self.evaluate(f"document.getElementById({part!r}).checkVisibility() && !document.getElementById({part!r}).disabled"), \
            f"there is no button {part} now: {self.evaluate('document.body.innerText')!r}"
        self.evaluate(f"document.getElementById({part!r}).click()")

    def screenshot(self, path: pathlib.Path) -> None:
        """Keeps what the page looks like."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self._ask("Page.captureScreenshot", format="png")["data"]))

    def stop(self) -> None:
        """Ends it."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        os.close(self._to)
        self._output.close()
