// SPDX-License-Identifier: GPL-2.0-only
/** @file sip.conf into the model: [general] first, then each device, with chan_sip's leniency. What is peculiar to sip.conf
 *  ends in this folder: below, nobody knows of peers and friends. */
#include <algorithm>
#include <format>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "config/account_line.h"
#include "config/sip_conf_draft.h"
#include "config/sip_conf_objects.h"
#include "config/values.h"
#include "sipcore/config/read.h"
#include "sipcore/letter_case.h"

namespace sipcore::config {

namespace {

/** Longest name of a device. */
constexpr std::size_t longest_name = 79;

/** A table by lower-case name, so that thousands of devices cost a look-up each. */
template <class T>
using Index = std::unordered_map<std::string, const Option<T>*>;

/** The rows of tables by all of their names. */
template <class T>
Index<T> index_of(std::initializer_list<std::span<const Option<T>>> tables)
{
    Index<T> index;
    for (auto table : tables) {
        for (const auto& row : table) {
            index.emplace(lower(row.name), &row);
            for (auto alias : split(row.aliases))
                index.emplace(lower(alias), &row);
        }
    }
    return index;
}

/** The first line of a name in a section, null without one. */
const Entry* first_line_of(const Section& section, std::string_view name)
{
    auto at = std::ranges::find_if(section.entries, [&](const Entry& entry) { return same_name(entry.name, name); });
    return at == section.entries.end() ? nullptr : &*at;
}

/** The first section of a name that is no template, null without one. */
const Section* first_of(const Sections& sections, std::string_view name)
{
    auto at = std::ranges::find_if(sections, [&](const auto& section) { return !section.is_template && same_name(section.name, name); });
    return at == sections.end() ? nullptr : &*at;
}

/** Reads one sip.conf, and the users.conf beside it. */
class SipConfReader {
public:
    /** Begins with what the host knows. */
    explicit SipConfReader(const Host& host) : host_{host}
    {
        general_.defaults.endpoint.context = general_.global.context;
        if (auto name = host.system_name(); !name.empty())
            general_.global.realm = name;
        if (auto product = host.product(); !product.empty())
            general_.global.user_agent = general_.global.sdp_session = product;
    }

    /** Reads all sections. */
    Reading read(const Sections& sections, const Sections& users)
    {
        if (const auto* general = first_of(sections, "general"))
            read_general(*general);
        finish_general(general_, [&](Weight weight, std::string what) {
            const auto* general = first_of(sections, "general");
            complain(weight, general ? general->place : Place{}, std::move(what));
        });
        if (const auto* authentication = first_of(sections, "authentication"))
            read_authentication(*authentication);
        read_users(users);
        for (const auto& section : sections) {
            if (!section.is_template && !same_name(section.name, "general") && !same_name(section.name, "authentication"))
                read_section(section);
        }
        finish();
        return std::move(reading_);
    }

private:
    /** Notes something about a line. */
    void complain(Weight weight, const Place& place, std::string what)
    {
        reading_.complaints.push_back({weight, place, std::move(what)});
    }

    /** Notes what is wrong with a value. */
    void complain(const Entry& entry, const Value& value)
    {
        for (const auto& problem : value.problems)
            complain(problem.weight, entry.place, std::format("{} = {}: {}", entry.name, entry.value, problem.what));
    }

    /** Assigns a line by an index. @return whether the index knows its name */
    template <class T>
    bool assign(const Index<T>& index, T& object, const Entry& entry, const std::string& name, const std::string& section)
    {
        auto at = index.find(name);
        if (at == index.end())
            return false;
        origins_.note(section, at->second->name, entry.place);
        Value value{entry.value, {}, &host_};
        at->second->assign(object, value);
        complain(entry, value);
        if (name == "username" && std::exchange(username_noted_, true) == false)
            complain(Weight::notice, entry.place, "username is deprecated, use defaultuser instead");
        if (at->second->effect == Effect::later)
            note_once(entry, at->second->name);
        return true;
    }

    /** Says once in a reading that an option has no effect yet. */
    void note_once(const Entry& entry, std::string_view option)
    {
        if (noted_.insert(option).second)
            complain(Weight::notice, entry.place, std::format("{} has no effect in this version", entry.name));
    }

    /** Reads [general]. */
    void read_general(const Section& section)
    {
        origins_.note_section("general", section.place);
        for (const auto& entry : section.entries) {
            auto name = lower(entry.name);
            if (!assign(general_index_, general_, entry, name, "general"))
                assign(shared_index_, general_.defaults, entry, name, "general");
            note_objects(entry);
        }
    }

    /** Notes that a line of [general] made an object by itself. */
    void note_objects(const Entry& entry)
    {
        auto note = [&](std::size_t& seen, const auto& list, std::string_view type, std::string_view option) {
            for (; seen < list.size(); ++seen) {
                auto key = std::format("{} {}", type, list[seen].name);
                origins_.note_section(key, entry.place);
                origins_.note(key, option, entry.place);
            }
        };
        note(registrations_seen_, general_.registrations, "registration", "register");
        note(mwi_seen_, general_.mwi_subscriptions, "mwi", "mwi");
        note(domains_seen_, general_.domains, "domain", "domain");
    }

    /** Reads [authentication], of which lines `auth` count. */
    void read_authentication(const Section& section)
    {
        origins_.note_section("authentication", section.place);
        for (const auto& entry : section.entries) {
            if (!same_name(entry.name, "auth"))
                continue;
            Value value{entry.value, {}, &host_};
            origins_.note("authentication", "auth", entry.place);
            if (auto auth = parse_realm_auth(value)) {
                general_.realm_auths.push_back(std::move(*auth));
                origins_.note(std::format("auth authentication-{}", general_.realm_auths.size()), "auth", entry.place);
            }
            complain(entry, value);
        }
    }

    /** Reads users.conf: sections that ask for it are friends, and accounts elsewhere. */
    void read_users(const Sections& users)
    {
        static const Section none;
        const auto* found = first_of(users, "general");
        const auto& general = found ? *found : none;
        auto asks = [&](const Section& section, std::string_view name) {
            const auto* line = first_line_of(section, name);
            if (!line)
                line = first_line_of(general, name);
            return line && is_true(line->value);
        };
        for (const auto& section : users) {
            if (section.is_template || same_name(section.name, "general"))
                continue;
            if (asks(section, "hassip"))
                read_user(general, section);
            if (asks(section, "registersip"))
                register_user(general, section);
        }
    }

    /** A friend of users.conf: the lines of its [general], then its own. */
    void read_user(const Section& general, const Section& section)
    {
        auto& draft = draft_of(section.name, section.place);
        draft.user = draft.peer = true;
        for (const auto* part : {&general, &section})
            read_lines(draft, *part);
    }

    /** An account elsewhere of users.conf. */
    void register_user(const Section& general, const Section& section)
    {
        auto value = [&](std::string_view name, bool from_general) {
            const auto* line = first_line_of(section, name);
            if (!line && from_general)
                line = first_line_of(general, name);
            return line ? line->value : std::string{};
        };
        OutboundRegistration registration;
        registration.endpoint = section.name;
        registration.user = value("username", true);
        registration.host = value("host", true);
        registration.password = value("secret", true);
        registration.auth_user = value("authuser", false);
        if (registration.auth_user.empty())
            registration.auth_user = registration.user;
        if (auto contact = value("contact", false); !contact.empty())
            registration.contact_user = contact;
        registration.expiration = general_.global.default_expiration;
        if (registration.user.empty() || registration.host.empty())
            return;
        registration.name = name_of_registration(general_, registration);
        origins_.note_section("registration " + registration.name, section.place);
        general_.registrations.push_back(std::move(registration));
        registrations_seen_ = general_.registrations.size();
    }

    /** Assigns the lines of a device. */
    void read_lines(DeviceDraft& draft, const Section& section)
    {
        for (const auto& entry : section.entries) {
            auto accounts = draft.realm_auths.size();
            assign(device_index_, draft, entry, lower(entry.name), draft.section);
            if (draft.realm_auths.size() > accounts)
                origins_.note(std::format("auth {}-realm-{}", draft.endpoint.name, draft.realm_auths.size()), "auth", entry.place);
        }
    }

    /** Reads a section that should be a device. */
    void read_section(const Section& section)
    {
        auto first = std::ranges::find_if(section.entries, [](const Entry& entry) { return same_name(entry.name, "type"); });
        if (first == section.entries.end())
            return complain(Weight::warning, section.place, std::format("Section '{}' lacks type", section.name));
        if (!same_name(first->value, "user") && !same_name(first->value, "peer") && !same_name(first->value, "friend"))
            return complain(Weight::warning, first->place, std::format("Unknown type '{}' for '{}'", first->value, section.name));
        read_lines(draft_of(section.name, section.place), section);
    }

    /** The draft of a device: a fresh one, or that of the same name, of which some things begin again. */
    DeviceDraft& draft_of(const std::string& section, const Place& place)
    {
        auto name = section.substr(0, longest_name);
        auto key = "device " + lower(name);
        origins_.note_section(key, place);
        auto [at, fresh] = devices_.try_emplace(lower(name), drafts_.size());
        if (fresh) {
            drafts_.push_back(general_.defaults);
            drafts_.back().general = &general_;
        }
        auto& draft = drafts_[at->second];
        if (draft.dropped) {  // what a bad line cost is begun anew
            fresh = true;
            draft = general_.defaults;
            draft.general = &general_;
            origins_.forget(key);
        }
        draft.endpoint.name = name;
        draft.section = std::move(key);
        draft.said_t38 = draft.said_identity = draft.said_nat = false;
        if (!fresh) {
            draft.endpoint.set_var.clear();
            draft.endpoint.add_headers.clear();
            draft.endpoint.named_call_group.clear();
            draft.endpoint.named_pickup_group.clear();
            draft.endpoint.transports = general_.defaults.endpoint.transports;
            draft.endpoint.dtls = general_.defaults.endpoint.dtls;
            draft.aor.mailboxes.clear();
            for (std::size_t i = 1; i <= draft.realm_auths.size(); ++i)
                origins_.forget(std::format("auth {}-realm-{}", name, i));
            draft.realm_auths.clear();
        }
        return draft;
    }

    /** Makes the objects of the model from what was read. */
    void finish()
    {
        ObjectMaker maker{general_, host_, reading_, origins_};
        for (auto& draft : drafts_) {
            if (!draft.dropped)
                maker.take_apart(draft);
        }
        maker.finish();
        reading_.origins = std::make_shared<const Origins>(std::move(origins_));
    }

    Index<GeneralDraft> general_index_ = index_of<GeneralDraft>({general_options()});
    Index<DeviceDraft> shared_index_ = index_of<DeviceDraft>({shared_options()});
    Index<DeviceDraft> device_index_ = index_of<DeviceDraft>({device_options(), shared_options()});
    std::unordered_set<std::string_view> noted_;
    bool username_noted_ = false;
    Origins origins_;
    std::size_t registrations_seen_ = 0;
    std::size_t mwi_seen_ = 0;
    std::size_t domains_seen_ = 0;
    const Host& host_;
    GeneralDraft general_;
    std::vector<DeviceDraft> drafts_;
    std::unordered_map<std::string, std::size_t> devices_;
    Reading reading_;
};

}  // namespace

bool Reading::applicable() const
{
    return std::ranges::none_of(complaints, [](const Complaint& complaint) { return complaint.weight == Weight::error; });
}

Reading read_sip_conf(const Sections& sections, const Host& host, const Sections& users)
{
    return SipConfReader{host}.read(sections, users);
}

}  // namespace sipcore::config
