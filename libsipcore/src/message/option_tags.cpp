// SPDX-License-Identifier: GPL-2.0-only
/** @file Known option tags. */
#include "sipcore/option_tags.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "sipcore/letter_case.h"

namespace sipcore {
namespace {

/** The tags, in the order in which they are shown. */
constexpr std::array<std::string_view, 21> known{
    "100rel", "early-session", "eventlist", "from-change", "gruu", "histinfo", "join", "norefersub", "outbound", "path", "pref",
    "precondition", "privacy", "recipient-list-invite", "recipient-list-subscribe", "replaces", "resource-priority", "sec_agree",
    "sdp-anat", "timer", "tdialog"};

/** Whether a list of words with commas between them has one. */
bool has(std::string_view list, std::string_view wanted)
{
    constexpr std::string_view blanks = " \t\r\n";
    while (!list.empty()) {
        auto word = list.substr(0, list.find(','));
        list.remove_prefix(std::min(word.size() + 1, list.size()));
        auto begin = word.find_first_not_of(blanks);
        if (begin != word.npos && same_name(word.substr(begin, word.find_last_not_of(blanks) - begin + 1), wanted))
            return true;
    }
    return false;
}

}  // namespace

std::string known_option_tags(const std::vector<Header>& headers)
{
    std::string shown;
    for (auto tag : known) {
        auto names = [&](const Header& header) {
            return (same_name(header.name, "Supported") || same_name(header.name, "Require")) &&
                   (has(header.value, tag) || (tag == "replaces" && has(header.value, "replace")));
        };
        if (std::ranges::any_of(headers, names))
            shown += tag == "replaces" ? "replaces replace " : std::string{tag} + ' ';
    }
    return shown;
}

}  // namespace sipcore
