// SPDX-License-Identifier: GPL-2.0-only
/** @file The modular file into the model: an object for each section, then the names by which they refer to each other.
 *  Every complaint is an error. */
#include <algorithm>
#include <format>
#include <iterator>
#include <unordered_map>

#include "config/modular_options.h"
#include "config/values.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

namespace {

/** After so many complaints nobody looks for names of objects that are near: they may be thousands. */
constexpr std::size_t most_offers = 20;

/** Names of all options of a table. */
template <class Row>
std::vector<std::string_view> names_in(std::span<const Row> table)
{
    std::vector<std::string_view> names;
    for (const auto& row : table)
        names.push_back(row.name);
    return names;
}

/** Half a sentence that offers the nearest known name, empty without one. */
std::string offer(std::string_view wanted, const std::vector<std::string_view>& known)
{
    auto near = nearest(wanted, known);
    return near ? std::format("; did you mean '{}'?", *near) : std::string{};
}

/** The last line of a name in a section, null without one. */
const Entry* last_line_of(const Section& section, std::string_view name)
{
    const Entry* found = nullptr;
    for (const auto& entry : section.entries) {
        if (same_name(entry.name, name))
            found = &entry;
    }
    return found;
}

/** A place as it stands in a sentence. */
std::string text_of(const Place& place)
{
    return place.file.empty() ? std::string{"another file"} : std::format("{}:{}", place.file, place.line);
}

/** Reads one modular file. */
class ModularReader {
public:
    /** Begins with what the host knows. */
    explicit ModularReader(const Host& host) : host_{host}
    {
        auto& global = reading_.config.global;
        if (auto name = host.system_name(); !name.empty())
            global.realm = name;
        if (auto product = host.product(); !product.empty())
            global.user_agent = global.sdp_session = product;
    }
    /** Begins with what a sip.conf said. */
    ModularReader(const Host& host, Reading old) : host_{host}, reading_{std::move(old)}, beside_old_{true}
    {
        if (reading_.origins)
            origins_ = *reading_.origins;
        auto& config = reading_.config;
        know(config.transports, "transport");
        know(config.endpoints, "endpoint");
        know(config.aors, "aor");
        know(config.auths, "auth");
        know(config.registrations, "registration");
        know(config.mwi_subscriptions, "mwi");
        know(config.domains, "domain");
    }

    /** Reads all sections, then follows the names. */
    Reading read(const Sections& sections)
    {
        auto& config = reading_.config;
        first_endpoint_ = config.endpoints.size();
        first_registration_ = config.registrations.size();
        for (const auto& section : sections) {
            if (!section.is_template)
                read_section(section);
        }
        for (auto i = first_endpoint_; i < config.endpoints.size(); ++i)
            finish(config.endpoints[i]);
        finish_others();
        reading_.origins = std::make_shared<const Origins>(std::move(origins_));
        return std::move(reading_);
    }

private:
    /** Notes an error. */
    void complain(const Place& place, std::string what)
    {
        reading_.complaints.push_back({Weight::error, place, std::move(what)});
    }

    /** Notes the objects of one kind that sip.conf made. */
    template <class T>
    void know(const std::vector<T>& list, std::string_view type)
    {
        for (const auto& object : list) {
            auto key = std::format("{} {}", type, object.name);
            known_.emplace(key, origins_.section(origins_.source(key)));
        }
    }

    /** Reads a section as its last line `type` says. */
    void read_section(const Section& section)
    {
        static const std::vector<std::string_view> types{"global", "guest", "transport", "endpoint", "aor", "auth", "registration", "mwi", "domain",
                                                         "identify", "acl"};
        const auto* type = last_line_of(section, "type");
        auto& config = reading_.config;
        if (!type)
            complain(section.place, std::format("section '{}' has no type", section.name));
        else if (same_name(type->value, "global"))
            read_single(section, config.global, "global");
        else if (same_name(type->value, "guest"))
            read_single(section, config.guest, "guest");
        else if (same_name(type->value, "transport"))
            read_object(section, config.transports, "transport");
        else if (same_name(type->value, "endpoint"))
            read_object(section, config.endpoints, "endpoint");
        else if (same_name(type->value, "aor"))
            read_object(section, config.aors, "aor");
        else if (same_name(type->value, "auth"))
            read_object(section, config.auths, "auth");
        else if (same_name(type->value, "registration"))
            read_object(section, config.registrations, "registration");
        else if (same_name(type->value, "mwi"))
            read_object(section, config.mwi_subscriptions, "mwi");
        else if (same_name(type->value, "domain"))
            read_object(section, config.domains, "domain");
        else if (same_name(type->value, "identify"))
            read_object(section, config.identifies, "identify");
        else if (same_name(type->value, "acl"))
            read_acl(section);
        else
            complain(type->place, std::format("unknown type '{}'{}", type->value, offer(type->value, types)));
    }

    /** Assigns all lines of a section. */
    template <class T>
    void assign(const Section& section, T& object, std::string_view type)
    {
        auto table = modular_options<T>();
        auto key = std::format("{} {}", type, section.name);
        origins_.note_section(key, section.place);
        for (const auto& entry : section.entries) {
            if (same_name(entry.name, "type"))
                continue;
            const auto* option = find_option(table, entry.name);
            if (!option) {
                complain(entry.place, std::format("unknown option '{}' of {}{}", entry.name, kind(type), offer(entry.name, names_in(table))));
                continue;
            }
            Value value{entry.value, {}, &host_};
            option->codec.assign(object, value);
            for (const auto& problem : value.problems)
                complain(entry.place, std::format("{} = {}: {}", entry.name, entry.value, problem.what));
            origins_.note(key, option->name, entry.place);
        }
    }

    /** A type with its article. */
    static std::string kind(std::string_view type)
    {
        if (type == "global" || type == "guest")
            return std::format("the {} section", type);
        return std::format("{} {}", std::string_view{"aeiou"}.contains(type.front()) || type == "mwi" ? "an" : "a", type);
    }

    /** Whether a section is the first of its name and type; otherwise that is said. */
    bool is_first(const std::string& key, const Section& section, std::string_view type)
    {
        auto [at, fresh] = known_.emplace(key, section.place);
        if (!fresh)
            complain(section.place, std::format("there is {} '{}' already, at {}", kind(type), section.name, text_of(at->second)));
        return fresh;
    }

    /** Reads a section of which there is one. */
    template <class T>
    void read_single(const Section& section, T& object, std::string_view type)
    {
        if (beside_old_)
            return complain(section.place, std::format("a section of type {} cannot stand beside sip.conf, whose [general] ({}) says the same things",
                                                       type, text_of(origins_.section("general"))));
        auto [at, fresh] = known_.emplace(type, section.place);
        if (!fresh)
            complain(section.place, std::format("there is another section of type {} already, at {}", type, text_of(at->second)));
        assign(section, object, type);
        if constexpr (std::is_same_v<T, Endpoint>) {
            guest_context_ = last_line_of(section, "context") != nullptr;
            guest_language_ = last_line_of(section, "language") != nullptr;
        }
    }

    /** Reads a named object. */
    template <class T>
    void read_object(const Section& section, std::vector<T>& list, std::string_view type)
    {
        if (!is_first(std::format("{} {}", type, section.name), section, type))
            return;
        T object;
        object.name = section.name;
        assign(section, object, type);
        if constexpr (std::is_same_v<T, Endpoint>) {
            // What no line says is that of all; all may stand further down.
            says_context_.push_back(last_line_of(section, "context") != nullptr);
            says_language_.push_back(last_line_of(section, "language") != nullptr);
        }
        list.push_back(std::move(object));
    }

    /** Reads a section of type acl: each must let a sender in. */
    void read_acl(const Section& section)
    {
        if (!is_first("acl " + section.name, section, "acl"))
            return;
        AclSection read;
        assign(section, read, "acl");
        auto& global = reading_.config.global;
        for (auto [from, to] : {std::pair{&read.senders, &global.acl}, std::pair{&read.contacts, &global.contact_acl}}) {
            if (!from->rules.empty())
                to->named.push_back({section.name, AccessList{from->rules}});
            std::ranges::move(from->named, std::back_inserter(to->named));
        }
    }

    /** Where an option of an object was said last; where its section begins when it was not. */
    Place place_of(const std::string& key, std::string_view option) const
    {
        auto place = origins_.section(key);
        for (const auto& line : origins_.lines(key)) {
            if (line.option == option)
                place = line.place;
        }
        return place;
    }

    /** Complains when a name leads nowhere. */
    template <class T>
    void follow(const std::string& name, const std::vector<T>& list, std::string_view type, const std::string& key, std::string_view option)
    {
        if (name.empty() || known_.contains(std::format("{} {}", type, name)))
            return;
        std::vector<std::string_view> names;
        if (reading_.complaints.size() < most_offers) {
            for (const auto& object : list)
                names.push_back(object.name);
        }
        complain(place_of(key, option), std::format("there is not {} '{}'{}", kind(type), name, offer(name, names)));
    }

    /** Follows the names of an endpoint, and gives it what it has from the global part. */
    void finish(Endpoint& endpoint)
    {
        auto& config = reading_.config;
        auto key = "endpoint " + endpoint.name;
        follow(endpoint.auth, config.auths, "auth", key, "auth");
        follow(endpoint.outbound_auth, config.auths, "auth", key, "outbound_auth");
        follow(endpoint.aors, config.aors, "aor", key, "aors");
        for (const auto& name : endpoint.realm_auths)
            follow(name, config.auths, "auth", key, "realm_auths");
        auto number = static_cast<std::size_t>(&endpoint - config.endpoints.data()) - first_endpoint_;
        if (!says_context_[number])
            endpoint.context = config.global.context;
        if (!says_language_[number])
            endpoint.language = config.global.language;
    }

    /** Follows what is not of one endpoint, and gives guests what they have from the global part. */
    void finish_others()
    {
        auto& config = reading_.config;
        for (auto i = first_registration_; i < config.registrations.size(); ++i)
            follow(config.registrations[i].endpoint, config.endpoints, "endpoint", "registration " + config.registrations[i].name, "endpoint");
        for (const auto& identify : config.identifies) {
            auto key = "identify " + identify.name;
            if (identify.endpoint.empty())
                complain(origins_.section(key), std::format("identify '{}' names no endpoint", identify.name));
            follow(identify.endpoint, config.endpoints, "endpoint", key, "endpoint");
        }
        if (beside_old_)
            return;
        for (const auto& section : origins_.sections()) {
            if (!section.starts_with("global "))
                continue;
            for (const auto& name : config.global.realm_auths)
                follow(name, config.auths, "auth", section, "realm_auths");
        }
        if (!guest_context_)
            config.guest.context = config.global.context;
        if (!guest_language_)
            config.guest.language = config.global.language;
    }

    const Host& host_;
    Reading reading_;
    Origins origins_;
    bool beside_old_ = false;
    bool guest_context_ = false;
    bool guest_language_ = false;
    std::size_t first_endpoint_ = 0;
    std::size_t first_registration_ = 0;
    std::vector<bool> says_context_;
    std::vector<bool> says_language_;
    std::unordered_map<std::string, Place> known_;
};

}  // namespace

Reading read_modular(const Sections& sections, const Host& host)
{
    return ModularReader{host}.read(sections);
}

Reading read_both(const Sections& old, const Sections& users, const Sections& modular, const Host& host)
{
    return ModularReader{host, read_sip_conf(old, host, users)}.read(modular);
}

}  // namespace sipcore::config
