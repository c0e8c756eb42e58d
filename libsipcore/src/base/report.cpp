// SPDX-License-Identifier: GPL-2.0-only
/** @file The reports that are offered, and the words of a question. */
#include "sipcore/report.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "sipcore/letter_case.h"

namespace sipcore {

namespace {

/** Who makes a report. */
struct Offered {
    Reporter reporter;           ///< does so
    std::shared_mutex being_made;  ///< held while it does, and alone by who takes it back
};

/** Guards the table. */
std::mutex guard;
/** Who makes which. */
std::map<std::string, std::shared_ptr<Offered>, std::less<>> offered;

/** The names, by who holds the guard. */
std::vector<std::string> names()
{
    std::vector<std::string> all;
    for (const auto& each : offered)
        all.push_back(each.first);
    return all;
}

/** Names with a comma between them. */
std::string listed(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

}  // namespace

const Value* value_of(const Record& record, std::string_view name)
{
    auto at = std::ranges::find(record, name, &Field::name);
    return at == record.end() ? nullptr : &at->value;
}

std::string text_in(const Record& record, std::string_view name)
{
    const auto* value = value_of(record, name);
    const auto* text = value ? std::get_if<std::string>(&value->any) : nullptr;
    return text ? *text : std::string{};
}

std::unexpected<Failure> wrong_words(std::string_view wanted)
{
    return std::unexpected{Failure{wanted.empty() ? "This command takes no Arguments" : "Arguments wanted: " + std::string{wanted}}};
}

ReportOffer::ReportOffer(std::string name, Reporter reporter) : name_{std::move(name)}
{
    auto made = std::make_shared<Offered>();
    made->reporter = std::move(reporter);
    std::lock_guard lock{guard};
    offered.insert_or_assign(name_, std::move(made));
}

ReportOffer::~ReportOffer()
{
    std::shared_ptr<Offered> taken_back;
    {
        std::lock_guard lock{guard};
        taken_back = std::move(offered[name_]);
        offered.erase(name_);
    }
    std::unique_lock alone{taken_back->being_made};
    taken_back->reporter = nullptr;  // it ends in its module, whoever may still hold what was around it
}

Outcome<Report> report(std::string_view name, const Words& words)
{
    std::shared_ptr<Offered> found;
    std::shared_lock<std::shared_mutex> being_made;
    {
        std::lock_guard lock{guard};
        auto at = offered.find(lower(name));
        if (at == offered.end())
            return std::unexpected(Failure{"No such command; there are " + listed(names())});
        found = at->second;
        being_made = std::shared_lock{found->being_made};  // at once: who takes it back is not here before it has left the table
    }
    return found->reporter(words);
}

std::vector<std::string> report_names()
{
    std::lock_guard lock{guard};
    return names();
}

Words words_of(std::string_view line)
{
    Words words;
    bool quoted = false;
    bool within = false;  // a word has begun, be it an empty one in quotes
    for (std::size_t at = 0; at < line.size(); ++at) {
        char c = line[at];
        if (!quoted && (c == ' ' || c == '\t')) {
            within = false;
            continue;
        }
        if (!within)
            words.emplace_back();
        within = true;
        if (c == '"')
            quoted = !quoted;
        else
            words.back() += c == '\\' && at + 1 < line.size() ? line[++at] : c;
    }
    return words;
}

}  // namespace sipcore
