// SPDX-License-Identifier: GPL-2.0-only
/** @file Names to addresses by Asterisk's asynchronous resolver. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/resolver.h"

namespace res_sip {

/** Asks for A and AAAA at once, for SRV, and for NAPTR. What is asked when it goes is cancelled or waited for. */
class DnsResolver final : public sipcore::Resolver {
public:
    DnsResolver() = default;
    DnsResolver(const DnsResolver&) = delete;             ///< questions point at it
    DnsResolver& operator=(const DnsResolver&) = delete;  ///< questions point at it
    /** Waits until no answer is outstanding. */
    ~DnsResolver() override;
    void addresses_of(const std::string& name, Answer answer) override;
    void services_of(const std::string& name, ServiceAnswer answer) override;
    void pointers_of(const std::string& name, PointerAnswer answer) override;

private:
    struct Question;
    /** Asterisk calls it with the answers. */
    static void answered(const ast_dns_query_set* set);
    /** Asks for records of several types at once. @param tell called once with the answers @return false when it cannot be asked */
    bool ask(const std::string& name, std::initializer_list<int> types, std::function<void(const ast_dns_query_set*)> tell);
    /** One question is done with. */
    void done();

    std::mutex mutex_;
    std::condition_variable idle_;
    unsigned outstanding_ = 0;
};

}  // namespace res_sip
