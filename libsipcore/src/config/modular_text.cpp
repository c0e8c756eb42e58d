// SPDX-License-Identifier: GPL-2.0-only
/** @file From the model to a modular file. An option is written where an object that was made of the lines before it says
 *  something else. */
#include <algorithm>
#include <format>
#include <unordered_map>

#include "config/modular_options.h"
#include "config/said_by.h"
#include "config/values.h"
#include "sipcore/config/write.h"

namespace sipcore::config {

namespace {

/** Column of the comments. */
constexpr std::size_t comment_column = 50;

/** A value with what would begin a comment made harmless. */
std::string escaped(std::string_view value)
{
    std::string text;
    for (char c : value) {
        if (c == ';')
            text += '\\';
        text += c;
    }
    return text;
}

/** Lines behind each other with their comment. */
std::string comment_of(const std::vector<Origin>& lines)
{
    std::string text;
    for (const auto& line : lines)
        text += std::format("{}{}:{} {}", text.empty() ? "; " : ", ", line.place.file, line.place.line, line.option);
    return text;
}

/** Writes one configuration. */
class Writer {
public:
    /** Begins with what is written and who knows of it. */
    Writer(const Config& config, const Origins& origins, const Host& host) : config_{config}, origins_{origins}, host_{host} {}

    /** The whole file. */
    std::string write()
    {
        Global fresh;
        if (auto name = host_.system_name(); !name.empty())
            fresh.realm = name;
        if (auto product = host_.product(); !product.empty())
            fresh.user_agent = fresh.sdp_session = product;
        add_lists();
        auto global = config_.global;
        for (auto* access : {&global.acl, &global.contact_acl})
            std::erase_if(access->named, [this](const NamedAccessList& list) { return !host_.access_list(list.name); });
        fresh.acl = global.acl;
        add("global", "global", global, fresh);
        Endpoint guest;
        guest.context = config_.global.context;
        guest.language = config_.global.language;
        add("guest", "guest", config_.guest, guest);
        for (const auto& transport : config_.transports)
            add("transport", transport.name, transport, Transport{});
        add_endpoints(guest);
        for (const auto& registration : config_.registrations)
            add("registration", registration.name, registration, OutboundRegistration{});
        for (const auto& mwi : config_.mwi_subscriptions)
            add("mwi", mwi.name, mwi, MwiSubscription{});
        for (const auto& domain : config_.domains)
            add_domain(domain);
        for (const auto& identify : config_.identifies)
            add("identify", identify.name, identify, Identify{});
        return std::move(text_);
    }

private:
    /** Sections of type acl: lists for all that are not the host's. */
    void add_lists()
    {
        std::vector<AclSection> sections;
        for (auto [list, into] : {std::pair{&config_.global.acl, &AclSection::senders}, std::pair{&config_.global.contact_acl, &AclSection::contacts}}) {
            for (const auto& named : list->named) {
                if (host_.access_list(named.name))
                    continue;
                auto at = std::ranges::find(sections, named.name, &AclSection::name);
                if (at == sections.end())
                    at = sections.insert(sections.end(), AclSection{named.name, {}, {}});
                ((*at).*into).rules = named.list->rules;
            }
        }
        for (const auto& section : sections)
            add("acl", section.name, section, AclSection{});
    }

    /** Endpoints, and behind each of them what is its own. */
    void add_endpoints(const Endpoint& fresh)
    {
        auto aor = config_.aors.begin();
        auto auth = config_.auths.begin();
        for (const auto& endpoint : config_.endpoints) {
            add("endpoint", endpoint.name, endpoint, fresh);
            for (; aor != config_.aors.end() && aor->name == endpoint.aors; ++aor)
                add("aor", aor->name, *aor, Aor{});
            auto own = [&](const std::string& name) {
                return name == endpoint.auth || name == endpoint.outbound_auth || std::ranges::find(endpoint.realm_auths, name) != endpoint.realm_auths.end();
            };
            for (; auth != config_.auths.end() && own(auth->name); ++auth)
                add("auth", auth->name, *auth, Auth{});
        }
        for (; aor != config_.aors.end(); ++aor)
            add("aor", aor->name, *aor, Aor{});
        for (; auth != config_.auths.end(); ++auth)
            add("auth", auth->name, *auth, Auth{});
    }

    /** A domain, whose name may be none that can stand between brackets. */
    void add_domain(const Domain& domain)
    {
        auto name = domain.name;
        std::erase_if(name, [](char c) { return c == '[' || c == ']'; });
        if (auto times = ++domains_[name]; times > 1)  // only the first one counts, but all are listed
            name += std::format("#{}", times);
        Domain fresh;
        fresh.name = name;
        add("domain", domain.name, domain, fresh, name);
    }

    /** One object. */
    template <class T>
    void add(std::string_view type, const std::string& name, const T& object, T built, std::string_view head = {})
    {
        static const auto table = modular_options<T>();
        if constexpr (std::is_same_v<T, Domain>)
            built.name = head;
        else if constexpr (requires { built.name; })
            built.name = object.name;
        text_ += std::format("\n[{}]\n", escaped(head.empty() ? std::string_view{name} : head));
        line("type", type, {});
        constexpr int rounds = 2;  // what a line changed beside what it says is put right in the second
        for (int i = 0; i < rounds; ++i) {
            for (const auto& option : table) {
                auto wanted = option.codec.print(object, option.name);
                if (wanted == option.codec.print(built, option.name))
                    continue;
                add_lines(type, name, option, wanted);
                for (const auto& each : wanted) {
                    Value value{each.value, {}, &host_};
                    if (const auto* row = find_option(table, each.name))
                        row->codec.assign(built, value);
                }
            }
        }
    }

    /** The lines of one option, each with who said it. */
    template <class Row>
    void add_lines(std::string_view type, const std::string& name, const Row& option, const Lines& lines)
    {
        auto origin = said_by(origins_, type, name, option.name);
        bool each_its_own = origin.size() == 1 && lines.size() > 1;
        for (const auto& each : lines)
            line(each.name, escaped(each.value), each_its_own && &each != &lines.front() ? std::vector<Origin>{} : origin);
    }

    /** One line. */
    void line(std::string_view name, std::string_view value, const std::vector<Origin>& origin)
    {
        auto text = std::format("{} = {}", name, value);
        if (!origin.empty()) {
            text.resize(std::max(text.size() + 1, comment_column), ' ');
            text += comment_of(origin);
        }
        text_ += text + "\n";
    }

    const Config& config_;
    const Origins& origins_;
    const Host& host_;
    std::unordered_map<std::string, int> domains_;
    std::string text_;
};

/** All options of an object. */
template <class T>
EffectiveObject all_of(const T& object, std::string_view type, const std::string& name, const Origins& origins)
{
    EffectiveObject all{std::string{type}, name, {}};
    for (const auto& option : modular_options<T>()) {
        auto lines = option.codec.print(object, option.name);
        std::string value;
        for (const auto& line : lines) {
            if (line.value.empty())
                continue;
            value += (value.empty() ? "" : ", ") + (line.name == option.name ? line.value : line.name + " " + line.value);
        }
        all.options.push_back({std::string{option.name}, value, said_by(origins, type, name, option.name)});
    }
    return all;
}

}  // namespace

std::string modular_text(const Config& config, const Origins& origins, const Host& host)
{
    return Writer{config, origins, host}.write();
}

std::vector<EffectiveObject> effective(const Config& config, const Origins& origins, std::string_view name)
{
    std::vector<EffectiveObject> all;
    if (name.empty()) {
        all.push_back(all_of(config.global, "global", "global", origins));
        all.push_back(all_of(config.guest, "guest", "guest", origins));
        for (const auto& transport : config.transports)
            all.push_back(all_of(transport, "transport", transport.name, origins));
        return all;
    }
    auto endpoint = std::ranges::find(config.endpoints, name, &Endpoint::name);
    if (endpoint == config.endpoints.end())
        return all;
    all.push_back(all_of(*endpoint, "endpoint", endpoint->name, origins));
    if (auto aor = std::ranges::find(config.aors, endpoint->aors, &Aor::name); aor != config.aors.end())
        all.push_back(all_of(*aor, "aor", aor->name, origins));
    auto names = endpoint->realm_auths;
    names.insert(names.begin(), {endpoint->auth, endpoint->outbound_auth});
    for (const auto& each : names) {
        if (auto auth = std::ranges::find(config.auths, each, &Auth::name); auth != config.auths.end())
            all.push_back(all_of(*auth, "auth", auth->name, origins));
    }
    return all;
}

}  // namespace sipcore::config
