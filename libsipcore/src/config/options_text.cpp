// SPDX-License-Identifier: GPL-2.0-only
/** @file docs/options.md from the tables. */
#include "config/options_text.h"

#include <format>

#include "config/modular_options.h"
#include "config/sip_conf_draft.h"

namespace sipcore::config {

namespace {

/** A text with what would break a table's cell made harmless. */
std::string cell(std::string_view text)
{
    std::string out;
    for (char c : text) {
        if (c == '|' || c == '<')
            out += '\\';
        out += c;
    }
    return out;
}

/** A table of options under a heading. */
template <class T>
std::string table_of(std::string_view heading, std::span<const Option<T>> options)
{
    auto text = std::format("\n## {}\n\n| option | also written | what it is for |\n|---|---|---|\n", heading);
    for (const auto& option : options) {
        auto later = option.effect == Effect::later ? " (read, no effect in this version)" : "";
        text += std::format("| `{}` | {} | {}{} |\n", option.name, cell(option.aliases), cell(option.help), later);
    }
    return text;
}

}  // namespace

std::string options_text()
{
    std::string text =
        "# Options\n\nPrinted from the tables in `libsipcore/src/config/`; a test compares. To print it anew:\n"
        "`CHAN_SIP_UPDATE_DOCS=1 sipcore_tests --gtest_filter='Options.*'`.\n\n"
        "A *device* of sip.conf is a section of type peer, user or friend. Setting an option that has no effect in this version gives a\n"
        "notice with file and line, once.\n";
    text += table_of("sip.conf: [general] alone", general_options());
    text += table_of("sip.conf: devices, and [general] for all devices", shared_options());
    text += table_of("sip.conf: devices alone", device_options());
    text += table_of("res_sip.conf: type = global", modular_options<Global>());
    text += table_of("res_sip.conf: type = transport", modular_options<Transport>());
    text += table_of("res_sip.conf: type = endpoint, and type = guest for callers that are none", modular_options<Endpoint>());
    text += table_of("res_sip.conf: type = aor", modular_options<Aor>());
    text += table_of("res_sip.conf: type = auth", modular_options<Auth>());
    text += table_of("res_sip.conf: type = registration", modular_options<OutboundRegistration>());
    text += table_of("res_sip.conf: type = mwi", modular_options<MwiSubscription>());
    text += table_of("res_sip.conf: type = domain", modular_options<Domain>());
    return text;
}

}  // namespace sipcore::config
