// SPDX-License-Identifier: GPL-2.0-only
/** @file Questions to Asterisk's resolver. */
#include "resolver.h"

#include "pbx/ao2.h"
#include "pbx/guarded.h"

extern "C" {
#include <arpa/nameser.h>
}

namespace res_sip {

/** What was asked, as the object that Asterisk hands back. */
struct DnsResolver::Question {
    DnsResolver* resolver;                               ///< whose it is
    std::function<void(const ast_dns_query_set*)> tell;  ///< reads the answers and calls who asked
};

namespace {

/** How long an answer may be remembered when DNS does not say. */
constexpr std::chrono::seconds usual_lifetime{60};

/** Calls something with each record of all answers. @return the shortest lifetime among them */
template <class F>
std::chrono::seconds for_each_record(const ast_dns_query_set* set, F&& f)
{
    std::optional<std::chrono::seconds> lifetime;
    for (std::size_t i = 0; i < ast_dns_query_set_num_queries(set); ++i) {
        auto* result = ast_dns_query_get_result(ast_dns_query_set_get(set, static_cast<unsigned>(i)));
        if (!result || !ast_dns_result_get_records(result))
            continue;
        std::chrono::seconds lives{ast_dns_result_get_lowest_ttl(result)};
        lifetime = std::min(lifetime.value_or(lives), lives);
        for (auto* record = ast_dns_result_get_records(result); record; record = ast_dns_record_get_next(record))
            f(record);
    }
    return lifetime.value_or(usual_lifetime);
}

/** The address of a record, no address when it is none. */
sipcore::IpAddress address_of(const ast_dns_record* record)
{
    auto size = ast_dns_record_get_data_size(record);
    const auto* data = ast_dns_record_get_data(record);
    if (size == 4) {
        std::array<std::uint8_t, 4> octets;
        std::memcpy(octets.data(), data, octets.size());
        return sipcore::IpAddress::v4(octets);
    }
    if (size == 16) {
        std::array<std::uint8_t, 16> octets;
        std::memcpy(octets.data(), data, octets.size());
        return sipcore::IpAddress::v6(octets);
    }
    return {};
}

}  // namespace

DnsResolver::~DnsResolver()
{
    std::unique_lock lock{mutex_};
    idle_.wait(lock, [this] { return outstanding_ == 0; });
}

void DnsResolver::done()
{
    std::lock_guard lock{mutex_};
    --outstanding_;
    idle_.notify_all();
}

void DnsResolver::answered(const ast_dns_query_set* set)
{
    auto* held = *static_cast<Question**>(ast_dns_query_set_get_data(set));
    std::unique_ptr<Question> question{held};
    pbx::guarded("dns", 0, [&] {
        question->tell(set);
        return 0;
    });
    question->resolver->done();
}

bool DnsResolver::ask(const std::string& name, std::initializer_list<int> types, std::function<void(const ast_dns_query_set*)> tell)
{
    auto set = pbx::Ao2<ast_dns_query_set>::adopt(ast_dns_query_set_create());
    auto data = pbx::Ao2<Question*>::adopt(static_cast<Question**>(ao2_alloc(sizeof(Question*), nullptr)));
    if (!set || !data)
        return false;
    for (int type : types) {
        if (ast_dns_query_set_add(set.get(), name.c_str(), type, ns_c_in) != 0)
            return false;
    }
    *data.get() = new Question{this, std::move(tell)};
    {
        std::lock_guard lock{mutex_};
        ++outstanding_;
    }
    ast_dns_query_set_resolve_async(set.get(), &DnsResolver::answered, data.get());
    return true;
}

void DnsResolver::addresses_of(const std::string& name, Answer answer)
{
    bool asked = ask(name, {ns_t_a, ns_t_aaaa}, [answer](const ast_dns_query_set* set) {
        std::vector<sipcore::IpAddress> addresses;
        auto lifetime = for_each_record(set, [&](const ast_dns_record* record) {
            if (auto address = address_of(record); address.family() != sipcore::IpAddress::Family::none)
                addresses.push_back(address);
        });
        answer(std::move(addresses), lifetime);
    });
    if (!asked)
        answer({}, {});
}

void DnsResolver::services_of(const std::string& name, ServiceAnswer answer)
{
    bool asked = ask(name, {ns_t_srv}, [answer](const ast_dns_query_set* set) {
        std::vector<sipcore::Service> services;
        auto lifetime = for_each_record(set, [&](const ast_dns_record* record) {
            services.push_back({ast_dns_srv_get_host(record), ast_dns_srv_get_port(record), ast_dns_srv_get_priority(record),
                                ast_dns_srv_get_weight(record)});
        });
        answer(std::move(services), lifetime);
    });
    if (!asked)
        answer({}, {});
}

void DnsResolver::pointers_of(const std::string& name, PointerAnswer answer)
{
    bool asked = ask(name, {ns_t_naptr}, [answer](const ast_dns_query_set* set) {
        std::vector<sipcore::Pointer> pointers;
        auto lifetime = for_each_record(set, [&](const ast_dns_record* record) {
            pointers.push_back({ast_dns_naptr_get_order(record), ast_dns_naptr_get_preference(record), ast_dns_naptr_get_flags(record),
                                ast_dns_naptr_get_service(record), ast_dns_naptr_get_replacement(record)});
        });
        answer(std::move(pointers), lifetime);
    });
    if (!asked)
        answer({}, {});
}

}  // namespace res_sip
