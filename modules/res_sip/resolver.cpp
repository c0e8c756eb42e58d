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
    DnsResolver* resolver;  ///< whose it is
    Answer answer;          ///< what is to be called
};

namespace {

/** Adds the addresses of one result. */
void collect(const ast_dns_query* query, std::vector<sipcore::IpAddress>& addresses)
{
    auto* result = ast_dns_query_get_result(query);
    if (!result)
        return;
    for (auto* record = ast_dns_result_get_records(result); record; record = ast_dns_record_get_next(record)) {
        auto size = ast_dns_record_get_data_size(record);
        const auto* data = ast_dns_record_get_data(record);
        if (size == 4) {
            std::array<std::uint8_t, 4> octets;
            std::memcpy(octets.data(), data, octets.size());
            addresses.push_back(sipcore::IpAddress::v4(octets));
        } else if (size == 16) {
            std::array<std::uint8_t, 16> octets;
            std::memcpy(octets.data(), data, octets.size());
            addresses.push_back(sipcore::IpAddress::v6(octets));
        }
    }
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
        std::vector<sipcore::IpAddress> addresses;
        for (std::size_t i = 0; i < ast_dns_query_set_num_queries(set); ++i)
            collect(ast_dns_query_set_get(set, static_cast<unsigned>(i)), addresses);
        question->answer(std::move(addresses));
        return 0;
    });
    question->resolver->done();
}

void DnsResolver::addresses_of(const std::string& name, Answer answer)
{
    auto set = pbx::Ao2<ast_dns_query_set>::adopt(ast_dns_query_set_create());
    auto data = pbx::Ao2<Question*>::adopt(static_cast<Question**>(ao2_alloc(sizeof(Question*), nullptr)));
    if (!set || !data || ast_dns_query_set_add(set.get(), name.c_str(), ns_t_a, ns_c_in) != 0 ||
        ast_dns_query_set_add(set.get(), name.c_str(), ns_t_aaaa, ns_c_in) != 0)
        return answer({});
    *data.get() = new Question{this, std::move(answer)};
    {
        std::lock_guard lock{mutex_};
        ++outstanding_;
    }
    ast_dns_query_set_resolve_async(set.get(), &DnsResolver::answered, data.get());
}

}  // namespace res_sip
