// SPDX-License-Identifier: GPL-2.0-only
/** @file What lines of sip.conf say that chan_sip passed over in silence. */
#include <algorithm>
#include <array>
#include <format>
#include <map>
#include <set>
#include <unordered_map>

#include "config/check.h"
#include "config/sip_conf_draft.h"
#include "config/values.h"
#include "sipcore/letter_case.h"

namespace sipcore::config {

namespace {

/** Options of which a line is one of several: further ones add up. */
constexpr std::array<std::string_view, 21> collecting{
    "allow", "disallow", "permit", "deny", "acl", "contactpermit", "contactdeny", "contactacl", "directmediapermit", "directmediadeny",
    "directmediaacl", "setvar", "header", "mailbox", "auth", "localnet", "domain", "register", "mwi", "type", "disallowed_methods"};
/** Options that know words besides yes and no; without any, they know these two only. */
struct Words {
    std::string_view option;  ///< the option
    std::string_view more;    ///< other words, commas between them; `#` for numbers
};
/** The options of which a misspelt word is taken for no without being told of. */
constexpr Words with_more_words[] = {
    {"autocreatepeer", "persist"}, {"allowoverlap", "dtmf"}, {"notifyringing", "notinuse"}, {"notifycid", "ignore-context"},
    {"progressinband", "never"}, {"videosupport", "always"}, {"dtlsverify", "fingerprint,certificate"}, {"sendrpid", "rpid,pai"},
    {"qualify", "#"}, {"keepalive", "#"}, {"rtautoclear", "#"}, {"hasvoicemail", ""}};
/** Options whose lists have no blanks behind commas: what follows one is not read. */
constexpr std::array<std::string_view, 9> without_blanks{"nat", "insecure", "directmedia", "t38pt_udptl", "faxdetect", "permit", "deny", "contactpermit",
                                                          "contactdeny"};
/** Words of `nat`. */
constexpr std::array<std::string_view, 5> nat_words{"no", "force_rport", "comedia", "auto_force_rport", "auto_comedia"};
/** Options that do nothing in [general]. */
constexpr std::array<std::string_view, 2> idle_in_general{"dtlsenable", "timerb"};

/** What is known of a name. */
struct Known {
    std::string_view name;  ///< as the table has it
    bool general = false;   ///< it may stand in [general]
    bool device = false;    ///< it may stand in devices
    bool is_switch = false; ///< it knows yes and no alone
};

/** Whether an option knows yes and no, and takes any other word for no without a complaint. */
template <class T>
bool is_quiet_switch(const Option<T>& option)
{
    static const Host knows_nothing;
    static const GeneralDraft general;
    T object{};
    if constexpr (std::is_same_v<T, DeviceDraft>)
        object.general = &general;
    Value value{"perhaps", {}, &knows_nothing};
    option.assign(object, value);
    return value.is_switch;
}

/** All names of sip.conf. */
class Dictionary {
public:
    /** Reads the tables. */
    Dictionary()
    {
        add(general_options(), true, false);
        add(shared_options(), true, true);
        add(device_options(), false, true);
    }
    /** What is known of a name, null when nothing is. */
    const Known* find(const std::string& name) const
    {
        auto at = known_.find(name);
        return at == known_.end() ? nullptr : &at->second;
    }
    /** The names that may stand in a place. */
    std::vector<std::string_view> names(bool general) const
    {
        std::vector<std::string_view> names;
        for (const auto& [name, known] : known_) {
            if (general ? known.general : known.device)
                names.push_back(name);
        }
        return names;
    }

private:
    /** Takes a table. */
    template <class T>
    void add(std::span<const Option<T>> table, bool general, bool device)
    {
        for (const auto& option : table) {
            auto names = split(option.aliases);
            names.insert(names.begin(), option.name);
            for (auto name : names) {
                auto& known = known_[lower(name)];
                known.name = option.name;
                known.general = known.general || general;
                known.device = known.device || device;
                known.is_switch = is_quiet_switch(option);
            }
        }
    }

    std::map<std::string, Known> known_;
};

/** The dictionary, made once. */
const Dictionary& all_names()
{
    static const Dictionary dictionary;
    return dictionary;
}

/** Looks the lines of one file over. */
class LineCheck {
public:
    /** Begins with where findings go. */
    explicit LineCheck(Findings& findings) : findings_{findings} {}

    /** All sections. */
    void check(const Sections& sections)
    {
        for (const auto& section : sections) {
            if (section.is_template)
                continue;
            check_name(section);
            if (same_name(section.name, "authentication"))
                continue;
            for (const auto& entry : section.entries)
                check_line(section, entry);
            check_twice(section);
        }
    }

private:
    /** Notes something. */
    void find(Weight weight, const Place& place, std::string kind, std::string what)
    {
        if (seen_.emplace(place.file, place.line, kind).second)  // a template's line is one line, however many inherit it
            findings_.push_back({weight, place, std::move(kind), std::move(what)});
    }

    /** A section that has the name of one before. */
    void check_name(const Section& section)
    {
        auto [at, fresh] = sections_.emplace(lower(section.name), section.place);
        if (fresh)
            return;
        bool ignored = same_name(section.name, "general") || same_name(section.name, "authentication");
        auto before = std::format("{}:{}", at->second.file, at->second.line);
        find(Weight::warning, section.place, "shadowed-section",
             ignored ? std::format("this [{}] is not read: the one at {} is; write [{}](+)", section.name, before, section.name)
                     : std::format("section '{}' is on top of the one at {}: both are one device", section.name, before));
    }

    /** One line. */
    void check_line(const Section& section, const Entry& entry)
    {
        bool general = same_name(section.name, "general");
        auto name = lower(entry.name);
        const auto* known = dictionary_.find(name);
        if (!known || !(general ? known->general : known->device)) {
            if (known)
                return find(Weight::warning, entry.place, "wrong-place", std::format("{} does nothing {}", entry.name, general ? "in [general]" : "in a device"));
            auto near = nearest(name, dictionary_.names(general));
            return find(Weight::warning, entry.place, "unknown-option",
                        std::format("{} is not known{}", entry.name, near ? std::format("; did you mean '{}'?", *near) : std::string{}));
        }
        if (general && std::ranges::find(idle_in_general, known->name) != idle_in_general.end())
            find(Weight::warning, entry.place, "no-effect", std::format("{} does nothing in [general]", entry.name));
        if (name != lower(known->name))
            find(Weight::notice, entry.place, "deprecated", std::format("{} is an old name of {}", entry.name, known->name));
        check_value(entry, *known);
    }

    /** A value that is taken for something that it does not say. */
    void check_value(const Entry& entry, const Known& known)
    {
        const auto& value = entry.value;
        bool plain = is_true(value) || is_false(value);
        auto words = std::ranges::find(with_more_words, known.name, &Words::option);
        if (words != std::ranges::end(with_more_words)) {
            auto more = split(words->more);
            bool number = words->more == "#" && leading_number(value).has_value();
            bool listed = std::ranges::any_of(more, [&](auto word) { return same_name(word, value); });
            if (!plain && !number && !listed)
                find(Weight::warning, entry.place, "not-a-word", std::format("{} = {}: taken for no", entry.name, value));
        } else if (known.is_switch && !plain) {
            find(Weight::warning, entry.place, "not-a-boolean", std::format("{} = {}: neither yes nor no", entry.name, value));
        }
        if (std::ranges::find(without_blanks, known.name) != without_blanks.end() && value.contains(", "))
            find(Weight::warning, entry.place, "blank-in-list", std::format("{} = {}: what stands behind a comma and a blank is not read", entry.name, value));
        else if (known.name == "nat")
            check_nat(entry);
        if (known.name == "tcpenable" && !plain)
            find(Weight::warning, entry.place, "not-a-boolean", std::format("tcpenable = {}: taken for yes", value));
    }

    /** Words of `nat`. */
    void check_nat(const Entry& entry)
    {
        if (same_name(entry.value, "yes"))
            return find(Weight::notice, entry.place, "deprecated", "nat = yes is an old way to say force_rport,comedia");
        for (auto word : split(entry.value)) {
            if (std::ranges::none_of(nat_words, [&](auto each) { return same_name(each, word); }))
                find(Weight::warning, entry.place, "not-a-word", std::format("nat = {}: '{}' is passed over", entry.value, word));
        }
    }

    /** Lines that a later one of the same section makes idle. */
    void check_twice(const Section& section)
    {
        std::unordered_map<std::string, const Entry*> own;
        for (const auto& entry : section.entries) {
            const auto* known = dictionary_.find(lower(entry.name));
            bool collects = !known || std::ranges::find(collecting, known->name) != collecting.end();
            if (collects || entry.place.line < section.place.line || entry.place.file != section.place.file)
                continue;  // what is inherited may well be said again
            auto [at, fresh] = own.try_emplace(std::string{known->name}, &entry);
            if (fresh)
                continue;
            find(Weight::warning, at->second->place, "overridden",
                 std::format("{} is said again at {}:{}", at->second->name, entry.place.file, entry.place.line));
            at->second = &entry;
        }
    }

    Findings& findings_;
    const Dictionary& dictionary_ = all_names();
    std::unordered_map<std::string, Place> sections_;
    std::set<std::tuple<std::string, int, std::string>> seen_;
};

}  // namespace

void check_lines(const Sections& sections, Findings& findings)
{
    LineCheck{findings}.check(sections);
}

}  // namespace sipcore::config
