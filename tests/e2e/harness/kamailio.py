# SPDX-License-Identifier: GPL-2.0-only
"""Kamailio as somebody else's proxy: it records its route, and sends on what comes by a table of lines in its own language."""
import pathlib
import subprocess

from .network import Place
from .waiting import until

CONFIGURATION = """#!KAMAILIO
debug=2
log_stderror=yes
children=2
tcp_children=2
disable_sctp=yes
{listen}
enable_tls={tls}
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"
{tls_lines}
{modules}
request_route {{
{first}
    if (!mf_process_maxfwd_header("10")) {{ sl_send_reply("483", "Too Many Hops"); exit; }}
    if (is_method("CANCEL")) {{ if (t_check_trans()) t_relay(); exit; }}
    if (has_totag()) {{
        if (loose_route()) {{ t_relay(); exit; }}
        if (is_method("ACK")) {{ if (t_check_trans()) t_relay(); exit; }}
        t_relay();
        exit;
    }}
    if (is_method("INVITE|SUBSCRIBE")) record_route();
{route}
    if (!t_relay()) sl_reply_error();
}}
{last}"""
TLS = """loadmodule "tls.so"
modparam("tls", "certificate", "{certificate}")
modparam("tls", "private_key", "{certificate}")
modparam("tls", "ca_list", "{ca}")
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "verify_certificate", 0)
modparam("tls", "require_certificate", 0)
"""


class Kamailio:
    """One that runs at an address of a place. `route`: lines that say where a request goes that begins a dialog; `first`: what is done
    with any request before; `last`: more routes; `modules`: lines that load more of its modules; `certificate` and `ca`: files, for
    TLS at 5061."""

    def __init__(self, place: Place, address: str, keep: pathlib.Path, route: str = "", certificate: str = "", ca: str = "",
                 first: str = "", modules: str = "", last: str = ""):
        self.address = address
        listen = [f"listen=udp:{address}:5060", f"listen=tcp:{address}:5060"] + ([f"listen=tls:{address}:5061"] if certificate else [])
        folder = keep / "kamailio"
        folder.mkdir(exist_ok=True)
        configuration = folder / "kamailio.cfg"
        configuration.write_text(CONFIGURATION.format(listen="\n".join(listen), route=route, first=first, modules=modules, last=last,
                                                      tls="yes" if certificate else "no",
                                                      tls_lines=TLS.format(certificate=certificate, ca=ca) if certificate else ""))
        self.log = folder / "log"
        with open(self.log, "w") as log:
            self._process = place.start(["kamailio", "-f", str(configuration), "-DD", "-E", "-Y", str(folder), "-w", str(folder),
                                         "-m", "32", "-M", "8"], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        until(lambda: self._answers(place), "kamailio to listen", 30)

    def _answers(self, place: Place) -> bool:
        """Whether it listens."""
        if self._process.poll() is not None:
            raise RuntimeError(f"kamailio ended with {self._process.returncode}: {self.log.read_text()[-2000:]}")
        return f"{self.address}:5060" in place.run("ss", "-Hltn").stdout

    def stop(self) -> None:
        """Ends it."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
