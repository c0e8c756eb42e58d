// SPDX-License-Identifier: GPL-2.0-only
/** @file The check put together, and its findings as text. */
#include "config/check.h"

#include <algorithm>
#include <format>

namespace sipcore::config {

namespace {

/** A word for what a complaint is about. */
std::string kind_of(const std::string& what)
{
    static constexpr std::pair<std::string_view, std::string_view> kinds[] = {
        {"unknown option", "unknown-option"}, {"unknown type", "unknown-type"}, {"Unknown type", "unknown-type"}, {"lacks type", "no-type"},
        {"has no type", "no-type"}, {"deprecated", "deprecated"}, {"has no effect", "no-effect"}, {"there is not ", "dangling-name"},
        {" already", "name-twice"}, {"is not a transport while", "transport-off"}, {"tell strangers", "nat-differs"}};
    for (const auto& [words, kind] : kinds) {
        if (what.contains(words))
            return std::string{kind};
    }
    return "bad-value";
}

/** The word of a weight. */
std::string_view word_of(Weight weight)
{
    switch (weight) {
    case Weight::notice: return "notice";
    case Weight::warning: return "warning";
    case Weight::loss:
    case Weight::error: return "error";
    }
    return "error";
}

/** A text as a string of JSON. @rfc{8259,7} */
std::string json_string(std::string_view text)
{
    std::string out = "\"";
    for (unsigned char c : text) {
        if (c == '"' || c == '\\')
            out += {'\\', static_cast<char>(c)};
        else if (c < 0x20)
            out += std::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += static_cast<char>(c);
    }
    return out + '"';
}

}  // namespace

void take_complaints(const Reading& reading, Findings& findings)
{
    for (const auto& complaint : reading.complaints)
        findings.push_back({complaint.weight, complaint.place, kind_of(complaint.what), complaint.what});
}

void settle(Findings& findings)
{
    std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
        return std::tie(a.place.file, a.place.line) < std::tie(b.place.file, b.place.line);
    });
    auto twice = std::ranges::unique(findings);
    findings.erase(twice.begin(), twice.end());
}

Findings check_sip_conf(const Sections& sections, const Sections& users, const Host& host)
{
    Findings findings;
    auto reading = read_sip_conf(sections, host, users);
    take_complaints(reading, findings);
    check_lines(sections, findings);
    check_model(reading, findings);
    settle(findings);
    return findings;
}

Findings check_modular(const Sections& sections, const Host& host)
{
    Findings findings;
    auto reading = read_modular(sections, host);
    take_complaints(reading, findings);
    check_model(reading, findings);
    settle(findings);
    return findings;
}

Findings check_both(const Sections& old, const Sections& users, const Sections& modular, const Host& host)
{
    Findings findings;
    auto reading = read_both(old, users, modular, host);
    take_complaints(reading, findings);
    check_lines(old, findings);
    check_model(reading, findings);
    settle(findings);
    return findings;
}

Tally tally_of(const Findings& findings)
{
    Tally tally;
    for (const auto& finding : findings) {
        auto& count = finding.weight == Weight::notice ? tally.notices : finding.weight == Weight::warning ? tally.warnings : tally.errors;
        ++count;
    }
    return tally;
}

std::string findings_text(const Findings& findings)
{
    std::string text;
    for (const auto& finding : findings)
        text += std::format("{}:{}: {}: {} [{}]\n", finding.place.file, finding.place.line, word_of(finding.weight), finding.what, finding.kind);
    auto tally = tally_of(findings);
    return text + std::format("{} errors, {} warnings, {} notices\n", tally.errors, tally.warnings, tally.notices);
}

std::string findings_json(const Findings& findings)
{
    auto tally = tally_of(findings);
    auto text = std::format("{{\"errors\":{},\"warnings\":{},\"notices\":{},\"findings\":[", tally.errors, tally.warnings, tally.notices);
    for (const auto& finding : findings)
        text += std::format("{}\n{{\"severity\":\"{}\",\"file\":{},\"line\":{},\"kind\":{},\"what\":{}}}", &finding == &findings.front() ? "" : ",",
                            word_of(finding.weight), json_string(finding.place.file), finding.place.line, json_string(finding.kind),
                            json_string(finding.what));
    return text + "]}\n";
}

}  // namespace sipcore::config
