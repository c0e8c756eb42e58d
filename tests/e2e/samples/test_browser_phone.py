# SPDX-License-Identifier: GPL-2.0-only
"""The browser phone of the samples, in a real browser: it registers over WSS, calls and is called, and sound flows both ways,
encrypted, as the browser itself counts it."""
import pathlib
import re

import pytest

from harness.browser import MICROPHONE
from harness.network import PBX_V4
from harness.transports import Authority
from harness.waiting import until

ROOT = pathlib.Path(__file__).resolve().parents[3]
PAGE = ROOT / "build" / "browser_phone"
PICTURES = ROOT / "build" / "screenshots"
SECRETS = "".join(f"[phone-secret-{name}](!)\nsecret=secret\n" for name in (101, 102, 103))


@pytest.fixture(scope="module")
def pbx(asterisk, keep):
    """Asterisk from the samples, with HTTPS towards the network."""
    assert (PAGE / "phone.js").exists(), "tools/browser_phone has not put the page together"
    certificate = Authority(keep / "certificates").issue("pbx.example.com", f"IP:{PBX_V4}")
    http = f"[general]\nenabled=yes\nenable_static=yes\nbindaddr=127.0.0.1\ntlsenable=yes\ntlsbindaddr=0.0.0.0:8089\n" \
           f"tlscertfile={certificate}\n"
    return asterisk(samples=ROOT / "samples", files={"sip_secrets.conf": SECRETS, "http.conf": http, "res_sip.conf": ""}, pages={"phone": PAGE})


@pytest.fixture(scope="module")
def page(pbx, browser):
    """The page, registered."""
    made = browser(f"https://{PBX_V4}:8089/static/phone/index.html")
    assert made.text("state") == "Not registered"
    made.fill("name", "103")
    made.fill("password", "secret")
    made.click("register")
    made.wait_for_text("state", "Registered as 103")
    return made


@pytest.fixture(autouse=True)
def idle(pbx, page):
    """After each test no channel is left, and the page is ready for the next call."""
    yield
    pbx.wait_for_no_channels()
    page.wait_for_text("state", "Registered as 103")


def counted(page, name):
    """A figure of the call's sound, 0 without a call."""
    return page.evaluate("phone.statistics()")[name]


def sound_grows(page):
    """Waits until packets go and come, and then twice as many of both."""
    page.wait_for("phone.statistics().then((s) => s && s.sent > 25 && s.received > 25)")
    first = page.evaluate("phone.statistics()")
    page.wait_for(f"phone.statistics().then((s) => s && s.sent >= {2 * first['sent']} && s.received >= {2 * first['received']})")
    assert counted(page, "encrypted")


def call(page, number):
    """Calls a number, and waits until it is answered."""
    page.fill("number", number)
    page.click("call")
    page.wait_for_text("state", "In a call with")


def shown(page) -> list[str]:
    """The parts of the page that can be seen."""
    return page.evaluate("['register', 'dial', 'incoming', 'talking', 'keys'].filter((id) => document.getElementById(id)?.checkVisibility())")


def test_the_page_registers_over_wss(pbx, page):
    """tp-1-5: the binding is one of a WebSocket."""
    until(lambda: re.search(r"^103\S* .* OK \(", pbx.cli("sip show peers"), re.M), "103 to be reached")
    assert shown(page) == ["dial"]
    page.screenshot(PICTURES / "browser-phone-registered.png")


def test_it_calls_the_echo_test(pbx, page):
    call(page, "600")
    sound_grows(page)
    page.wait_for_text("sound", "encrypted")
    assert shown(page) == ["talking", "keys"]
    page.screenshot(PICTURES / "browser-phone-in-a-call.png")
    page.click("hangup")
    page.wait_for_text("detail", "The call is over")


def test_it_mutes_and_holds(pbx, page):
    call(page, "600")
    sound_grows(page)
    page.click("mute")
    page.wait_for_text("detail", "your microphone is off")
    page.click("mute")
    page.wait_for("!document.getElementById('detail').innerText.includes('off')")
    pbx.ami.forget()
    page.click("hold")
    page.wait_for_text("state", "is on hold")
    pbx.ami.expect("Hold")
    page.click("hold")
    page.wait_for_text("state", "In a call with 600")
    pbx.ami.expect("Unhold")
    sound_grows(page)
    page.click("hangup")


def test_it_sends_digits(pbx, page):
    pbx.ami.forget()
    call(page, "600")
    sound_grows(page)
    page.evaluate("[...document.querySelectorAll('#keys button')].find((key) => key.innerText === '5').click()")
    assert pbx.ami.expect("DTMFEnd")["Digit"] == "5"
    page.click("hangup")


def test_it_calls_a_phone(pbx, page, baresip):
    bob = baresip("101", tone=1000)
    bob.expect("REGISTER_OK")
    call(page, "101")
    bob.expect("CALL_ESTABLISHED")
    sound_grows(page)
    bob.wait_for_tone(MICROPHONE, 1.0)
    page.wait_for("phone.statistics().then((s) => s.level > 0.01)")
    bob.command("hangup")
    page.wait_for_text("detail", "The call is over")


def test_a_phone_calls_it(pbx, page, baresip):
    bob = baresip("102", tone=1000)
    bob.expect("REGISTER_OK")
    bob.command("dial", "103")
    page.wait_for_text("state", "Call from Second Phone")
    assert shown(page) == ["incoming"]
    page.screenshot(PICTURES / "browser-phone-rings.png")
    page.click("answer")
    page.wait_for_text("state", "In a call with Second Phone")
    bob.expect("CALL_ESTABLISHED")
    sound_grows(page)
    bob.wait_for_tone(MICROPHONE, 1.0)
    page.click("hangup")
    bob.expect("CALL_CLOSED")


def test_it_refuses_a_call(pbx, page, baresip):
    bob = baresip("102", tone=1000)
    bob.expect("REGISTER_OK")
    bob.command("dial", "103")
    page.wait_for_text("state", "Call from Second Phone")
    page.click("refuse")
    until(lambda: page.text("state") == "Registered as 103", "the page to be idle")
    bob.command("hangup")


def test_wrong_passwords_are_told_in_words(pbx, page):
    page.click("unregister")
    page.fill("password", "wrong")
    page.click("register")
    page.wait_for_text("detail", "The server refused")
    page.fill("password", "secret")
    page.click("register")
    page.wait_for_text("state", "Registered as 103")
