// SPDX-License-Identifier: GPL-2.0-only
/** @file The modular file into the model: an object for each section, then the names by which they refer to each other.
 *  Every complaint is an error. */
#include <format>
#include <unordered_set>

#include "config/modular_options.h"
#include "config/values.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

namespace {

/** After so many complaints nobody looks for names of objects that are near: they may be thousands. */
constexpr std::size_t most_offers = 20;

/** Names of all options of a table. */
template <class T>
std::vector<std::string_view> names_in(std::span<const Option<T>> table)
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

    /** Reads all sections, then follows the names. */
    Reading read(const Sections& sections)
    {
        for (const auto& section : sections) {
            if (!section.is_template)
                read_section(section);
        }
        for (std::size_t i = 0; i < reading_.config.endpoints.size(); ++i)
            finish(reading_.config.endpoints[i], places_[i]);
        finish_others(sections);
        return std::move(reading_);
    }

private:
    /** Notes an error. */
    void complain(const Place& place, std::string what)
    {
        reading_.complaints.push_back({Weight::error, place, std::move(what)});
    }

    /** Reads a section as its last line `type` says. */
    void read_section(const Section& section)
    {
        static const std::vector<std::string_view> types{"global", "guest", "transport", "endpoint", "aor", "auth", "registration", "mwi", "domain"};
        const Entry* type = nullptr;
        for (const auto& entry : section.entries) {
            if (same_name(entry.name, "type"))
                type = &entry;
        }
        auto& config = reading_.config;
        if (!type)
            complain(section.place, std::format("section '{}' has no type", section.name));
        else if (same_name(type->value, "global"))
            read_global(section);
        else if (same_name(type->value, "transport"))
            read_object(section, config.transports, "a transport");
        else if (same_name(type->value, "endpoint"))
            read_endpoint(section);
        else if (same_name(type->value, "aor"))
            read_object(section, config.aors, "an aor");
        else if (same_name(type->value, "auth"))
            read_object(section, config.auths, "an auth");
        else if (same_name(type->value, "guest"))
            assign(section, config.guest, "the guest section");
        else if (same_name(type->value, "registration"))
            read_object(section, config.registrations, "a registration");
        else if (same_name(type->value, "mwi"))
            read_object(section, config.mwi_subscriptions, "an mwi");
        else if (same_name(type->value, "domain"))
            read_object(section, config.domains, "a domain");
        else
            complain(type->place, std::format("unknown type '{}'{}", type->value, offer(type->value, types)));
    }

    /** Assigns all lines of a section. */
    template <class T>
    void assign(const Section& section, T& object, std::string_view kind)
    {
        auto table = modular_options<T>();
        for (const auto& entry : section.entries) {
            if (same_name(entry.name, "type"))
                continue;
            const auto* option = find_option(table, entry.name);
            if (!option) {
                complain(entry.place, std::format("unknown option '{}' of {}{}", entry.name, kind, offer(entry.name, names_in(table))));
                continue;
            }
            Value value{entry.value, {}, &host_};
            option->assign(object, value);
            for (const auto& problem : value.problems)
                complain(entry.place, std::format("{} = {}: {}", entry.name, entry.value, problem.what));
        }
    }

    /** Reads the section of type global, of which there is one. */
    void read_global(const Section& section)
    {
        if (has_global_)
            complain(section.place, "there is another section of type global");
        has_global_ = true;
        assign(section, reading_.config.global, "the global section");
    }

    /** Reads a named object. @return whether it is the first of its kind with that name */
    template <class T>
    bool read_object(const Section& section, std::vector<T>& list, std::string_view kind)
    {
        if (!known_.insert(std::format("{} {}", kind, section.name)).second) {
            complain(section.place, std::format("there is {} '{}' already", kind, section.name));
            return false;
        }
        T object;
        object.name = section.name;
        assign(section, object, kind);
        list.push_back(std::move(object));
        return true;
    }

    /** Reads an endpoint, and notes where its names stand. */
    void read_endpoint(const Section& section)
    {
        if (!read_object(section, reading_.config.endpoints, "an endpoint"))
            return;
        Names places{section.place, section.place, section.place};
        for (const auto& entry : section.entries) {
            if (same_name(entry.name, "auth"))
                places.auth = entry.place;
            else if (same_name(entry.name, "outbound_auth"))
                places.outbound_auth = entry.place;
            else if (same_name(entry.name, "aors"))
                places.aors = entry.place;
        }
        places_.push_back(std::move(places));
    }

    /** Where an endpoint names other objects. */
    struct Names {
        Place auth;           ///< of `auth`
        Place outbound_auth;  ///< of `outbound_auth`
        Place aors;           ///< of `aors`
    };

    /** Complains when a name leads nowhere. */
    template <class T>
    void follow(const std::string& name, const std::vector<T>& list, std::string_view kind, const Place& place)
    {
        if (name.empty() || known_.contains(std::format("{} {}", kind, name)))
            return;
        std::vector<std::string_view> names;
        if (reading_.complaints.size() < most_offers) {
            for (const auto& object : list)
                names.push_back(object.name);
        }
        complain(place, std::format("there is not {} '{}'{}", kind, name, offer(name, names)));
    }

    /** Follows the names of an endpoint, and gives it what it has from the global part. */
    void finish(Endpoint& endpoint, const Names& places)
    {
        auto& config = reading_.config;
        follow(endpoint.auth, config.auths, "an auth", places.auth);
        follow(endpoint.outbound_auth, config.auths, "an auth", places.outbound_auth);
        follow(endpoint.aors, config.aors, "an aor", places.aors);
        for (const auto& name : endpoint.realm_auths)
            follow(name, config.auths, "an auth", places.outbound_auth);
        if (endpoint.context.empty())
            endpoint.context = config.global.context;
        if (endpoint.language.empty())
            endpoint.language = config.global.language;
    }

    /** Follows what is not of one endpoint, and gives guests what they have from the global part. */
    void finish_others(const Sections& sections)
    {
        auto& config = reading_.config;
        auto place = sections.empty() ? Place{} : sections.front().place;
        for (const auto& name : config.global.realm_auths)
            follow(name, config.auths, "an auth", place);
        for (const auto& registration : config.registrations)
            follow(registration.endpoint, config.endpoints, "an endpoint", place);
        if (config.guest.context.empty())
            config.guest.context = config.global.context;
        if (config.guest.language.empty())
            config.guest.language = config.global.language;
    }

    const Host& host_;
    bool has_global_ = false;
    std::unordered_set<std::string> known_;
    std::vector<Names> places_;
    Reading reading_;
};

}  // namespace

Reading read_modular(const Sections& sections, const Host& host)
{
    return ModularReader{host}.read(sections);
}

}  // namespace sipcore::config
