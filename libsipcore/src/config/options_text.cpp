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

/** Where an option may stand, in words. */
std::string_view words_of(Places places)
{
    switch (places) {
    case Places::general: return "[general]";
    case Places::device: return "devices";
    case Places::both: return "[general], devices";
    }
    return "";
}

/** The table of what is not built yet. */
std::string later_text()
{
    std::string text =
        "\n## sip.conf: known, and without effect in this version\n\nSetting one gives a notice with file and line, once.\n\n"
        "| option | also written | where | values |\n|---|---|---|---|\n";
    for (const auto& option : later_options()) {
        text += std::format("| `{}` | {} | {} | {} |\n", option.name, cell(option.aliases), words_of(option.places),
                            cell(option.values));
    }
    return text;
}

}  // namespace

std::string options_text()
{
    std::string text =
        "# Options\n\nPrinted from the tables in `libsipcore/src/config/`; a test compares. To print it anew:\n"
        "`CHAN_SIP_UPDATE_DOCS=1 sipcore_tests --gtest_filter='Options.*'`.\n\n"
        "A *device* of sip.conf is a section of type peer, user or friend.\n";
    text += table_of("sip.conf: [general] alone", general_options());
    text += table_of("sip.conf: devices, and [general] for all devices", shared_options());
    text += table_of("sip.conf: devices alone", device_options());
    text += later_text();
    text += table_of("res_sip.conf: type = global", modular_options<Global>());
    text += table_of("res_sip.conf: type = transport", modular_options<Transport>());
    text += table_of("res_sip.conf: type = endpoint", modular_options<Endpoint>());
    text += table_of("res_sip.conf: type = aor", modular_options<Aor>());
    text += table_of("res_sip.conf: type = auth", modular_options<Auth>());
    return text;
}

}  // namespace sipcore::config
