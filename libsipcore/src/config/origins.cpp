// SPDX-License-Identifier: GPL-2.0-only
/** @file Which line said what. */
#include "sipcore/config/origins.h"

#include <algorithm>
#include <limits>

#include "sipcore/letter_case.h"

namespace sipcore::config {

Origins::Kept Origins::keep(std::string_view option, const Place& place)
{
    constexpr std::size_t most = std::numeric_limits<std::uint16_t>::max();
    if (last_file_ >= files_.size() || files_[last_file_] != place.file) {
        auto file = file_numbers_.find(place.file);
        if (file == file_numbers_.end()) {
            if (files_.size() == most)
                return {};  // of so many files nobody remembers more
            file = file_numbers_.emplace(place.file, static_cast<std::uint16_t>(files_.size())).first;
            files_.push_back(place.file);
        }
        last_file_ = file->second;
    }
    auto number = option_numbers_.find(option.data());
    if (number == option_numbers_.end()) {
        if (options_.size() == most)
            return {};
        number = option_numbers_.emplace(option.data(), static_cast<std::uint16_t>(options_.size())).first;
        options_.push_back(option);
    }
    return {static_cast<std::uint32_t>(std::max(place.line, 0)), static_cast<std::uint16_t>(last_file_), number->second};
}

Origins::Origins(const Origins& other)
    : files_{other.files_}, options_{other.options_}, file_numbers_{other.file_numbers_}, option_numbers_{other.option_numbers_},
      sections_{other.sections_}, sources_{other.sources_}
{
}

Origins& Origins::operator=(const Origins& other)
{
    if (this != &other)
        *this = Origins{other};
    return *this;
}

Place Origins::place_of(const Kept& kept) const
{
    return kept.file < files_.size() ? Place{files_[kept.file], static_cast<int>(kept.line)} : Place{};
}

void Origins::note(const std::string& section, std::string_view option, const Place& place)
{
    if (!last_lines_ || last_name_ != section) {
        last_lines_ = &sections_[section].lines;
        last_name_ = section;
    }
    last_lines_->push_back(keep(option, place));
}

void Origins::note_section(const std::string& section, const Place& place)
{
    sections_[section].begin = keep({}, place);
}

void Origins::note_source(const std::string& object, const std::string& section)
{
    sources_.insert_or_assign(object, section);
}

void Origins::forget(const std::string& section)
{
    if (auto at = sections_.find(section); at != sections_.end())
        at->second.lines.clear();
}

std::vector<Origin> Origins::lines(const std::string& section) const
{
    std::vector<Origin> lines;
    auto at = sections_.find(section);
    if (at == sections_.end())
        return lines;
    lines.reserve(at->second.lines.size());
    for (const auto& kept : at->second.lines)
        lines.push_back({place_of(kept), kept.option < options_.size() ? options_[kept.option] : std::string_view{}});
    return lines;
}

Place Origins::section(const std::string& name) const
{
    auto at = sections_.find(name);
    return at == sections_.end() ? Place{} : place_of(at->second.begin);
}

std::string Origins::source(const std::string& object) const
{
    if (auto at = sources_.find(object); at != sources_.end())
        return at->second;
    if (sections_.contains(object))
        return object;
    // What a device of sip.conf becomes has its name, though letter case does not count there.
    auto device = lower("device " + object.substr(std::min(object.find(' ') + 1, object.size())));
    return sections_.contains(device) ? device : object;
}

std::vector<std::string> Origins::sections() const
{
    std::vector<std::string> names;
    names.reserve(sections_.size());
    for (const auto& [name, section] : sections_)
        names.push_back(name);
    return names;
}

void Origins::take(const Origins& other)
{
    for (const auto& [name, section] : other.sections_) {
        note_section(name, other.place_of(section.begin));
        for (const auto& line : other.lines(name))
            note(name, line.option, line.place);
    }
    for (const auto& [object, section] : other.sources_)
        note_source(object, section);
}

}  // namespace sipcore::config
