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
template <class Row>
std::string table_of(std::string_view heading, std::span<const Row> options)
{
    auto text = std::format("\n## {}\n\n| option | also written | what it is for |\n|---|---|---|\n", heading);
    for (const auto& option : options) {
        std::string_view later;
        if constexpr (requires { option.effect; })
            later = option.effect == Effect::later ? " (read, no effect in this version)" : "";
        text += std::format("| `{}` | {} | {}{} |\n", option.name, cell(option.aliases), cell(option.help), later);
    }
    return text;
}

/** A text with what means something in XML made harmless. */
std::string xml(std::string_view text)
{
    std::string out;
    for (char c : text) {
        if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '&')
            out += "&amp;";
        else if (c == '"')
            out += "&quot;";
        else
            out += c;
    }
    return out;
}

/** What an option of the modular files is when no line says so. */
template <class T>
std::string default_of(const ModularOption<T>& option)
{
    auto lines = option.codec.print(T{}, option.name);
    return lines.size() == 1 && !lines.front().value.empty() ? std::format(" default=\"{}\"", xml(lines.front().value)) : std::string{};
}

/** One kind of section with all its options, as comments that become lines when their semicolon is taken away. */
template <class T>
std::string sample_object(std::string_view type, std::span<const ModularOption<T>> options)
{
    constexpr std::size_t comment_column = 44;
    auto text = std::format("\n;[name]\n;type = {}\n", type);
    for (const auto& option : options) {
        auto lines = option.codec.print(T{}, option.name);
        auto value = lines.size() == 1 ? lines.front().value : std::string{};
        auto line = value.empty() ? std::format(";{} =", option.name) : std::format(";{} = {}", option.name, value);
        text += std::format("{:<{}} ; {}\n", line, comment_column, option.help);
    }
    return text;
}

/** Options of sip.conf are described without their defaults, which docs/spec lists. */
template <class T>
std::string default_of(const Option<T>&)
{
    return {};
}

/** One kind of section. */
template <class Row>
std::string xml_object(std::string_view name, std::string_view synopsis, std::initializer_list<std::span<const Row>> tables)
{
    auto text = std::format("      <configObject name=\"{}\">\n        <synopsis>{}</synopsis>\n", name, xml(synopsis));
    for (auto table : tables) {
        for (const auto& option : table) {
            text += std::format("        <configOption name=\"{}\"{}>\n          <synopsis>{}</synopsis>\n", option.name, default_of(option), xml(option.help));
            if (!option.aliases.empty())
                text += std::format("          <description>\n            <para>Also written {}.</para>\n          </description>\n", xml(option.aliases));
            text += "        </configOption>\n";
        }
    }
    return text + "      </configObject>\n";
}

}  // namespace

std::string options_xml()
{
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- SPDX-License-Identifier: GPL-2.0-only -->\n"
                       "<!-- Printed from the tables in libsipcore/src/config/; a test compares. -->\n"
                       "<!DOCTYPE docs SYSTEM \"../appdocsxml.dtd\">\n<?xml-stylesheet type=\"text/xsl\" href=\"../appdocsxml.xslt\"?>\n"
                       "<docs xmlns:xi=\"http://www.w3.org/2001/XInclude\">\n"
                       "  <configInfo name=\"res_sip\" language=\"en_US\">\n    <synopsis>SIP endpoints, sockets and accounts as objects.</synopsis>\n"
                       "    <configFile name=\"res_sip.conf\">\n";
    text += xml_object("global", "What holds for all; there is one such section.", {modular_options<Global>()});
    text += xml_object("guest", "Callers that are no endpoint; there is one such section, with the options of endpoints.", {modular_options<Endpoint>()});
    text += xml_object("transport", "A socket that listens.", {modular_options<Transport>()});
    text += xml_object("endpoint", "Somebody we talk to.", {modular_options<Endpoint>()});
    text += xml_object("aor", "Where somebody is.", {modular_options<Aor>()});
    text += xml_object("auth", "A name and what proves it.", {modular_options<Auth>()});
    text += xml_object("registration", "An account elsewhere, where we register.", {modular_options<OutboundRegistration>()});
    text += xml_object("identify", "Whose requests come from which addresses.", {modular_options<Identify>()});
    text += xml_object("acl", "From where messages of all may come, and where contacts of all may lie.", {modular_options<AclSection>()});
    text += xml_object("domain", "A domain that is ours.", {modular_options<Domain>()});
    text += xml_object("mwi", "A mailbox elsewhere, whose state we ask for.", {modular_options<MwiSubscription>()});
    text += "    </configFile>\n  </configInfo>\n  <configInfo name=\"chan_sip\" language=\"en_US\">\n"
            "    <synopsis>SIP peers, users and friends.</synopsis>\n    <configFile name=\"sip.conf\">\n";
    text += xml_object("general", "What holds for all; options of devices stand here, too, for all of them.", {general_options()});
    text += xml_object("device", "A section of type peer, user or friend.", {device_options(), shared_options()});
    return text + "    </configFile>\n  </configInfo>\n</docs>\n";
}

std::string options_sample()
{
    std::string text =
        "; ---- every option, with what it is when no line says so ----\n"
        "; Printed from the driver's own tables. Options of type guest are those of type endpoint.\n";
    text += sample_object("global", modular_options<Global>());
    text += sample_object("transport", modular_options<Transport>());
    text += sample_object("endpoint", modular_options<Endpoint>());
    text += sample_object("aor", modular_options<Aor>());
    text += sample_object("auth", modular_options<Auth>());
    text += sample_object("registration", modular_options<OutboundRegistration>());
    text += sample_object("identify", modular_options<Identify>());
    text += sample_object("acl", modular_options<AclSection>());
    text += sample_object("domain", modular_options<Domain>());
    text += sample_object("mwi", modular_options<MwiSubscription>());
    return text;
}

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
    text += table_of("res_sip.conf: type = identify", modular_options<Identify>());
    text += table_of("res_sip.conf: type = acl", modular_options<AclSection>());
    return text;
}

}  // namespace sipcore::config
