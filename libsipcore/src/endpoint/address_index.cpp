// SPDX-License-Identifier: GPL-2.0-only
/** @file The index carried out. */
#include "endpoint/address_index.h"

#include "endpoint/source_match.h"

namespace sipcore::endpoint {

namespace {

/** The best of those that were looked at. */
struct Best {
    std::optional<std::uint32_t> number;  ///< of the endpoint; nothing: none fits
    int fit = 0;                          ///< how well it does

    /** Looks at one more. */
    void look_at(std::uint32_t other, int its_fit)
    {
        if (its_fit > fit || (its_fit > 0 && its_fit == fit && other < *number)) {
            fit = its_fit;
            number = other;
        }
    }
};

}  // namespace

void AddressIndex::put(std::uint32_t number, const EndpointStatus& status)
{
    if (!status.address)
        return;
    auto& host = hosts_[status.address.ip()];
    host.all.insert(number);
    if (port_may_differ(status))
        host.any_port.insert(number);
    if (!status.endpoint->callback_extension.empty())
        host.called_back.insert(number);
    places_[status.address].insert(number);
}

void AddressIndex::take(std::uint32_t number, const EndpointStatus& status)
{
    if (auto host = hosts_.find(status.address.ip()); host != hosts_.end()) {
        for (auto* numbers : {&host->second.all, &host->second.any_port, &host->second.called_back})
            numbers->erase(number);
        if (host->second.all.empty())
            hosts_.erase(host);
    }
    if (auto place = places_.find(status.address); place != places_.end()) {
        place->second.erase(number);
        if (place->second.empty())
            places_.erase(place);
    }
}

std::optional<std::uint32_t> AddressIndex::best(const SocketAddress& source, config::Protocol protocol, std::string_view called,
                                                const Statuses& statuses) const
{
    auto host = hosts_.find(source.ip());
    if (host == hosts_.end())
        return std::nullopt;
    auto fit = [&](std::uint32_t number) { return fit_of(statuses.status(number), source, protocol, called); };
    Best best;
    for (auto number : host->second.called_back)
        best.look_at(number, fit(number));
    if (auto place = places_.find(source); place != places_.end()) {
        for (auto number : place->second)
            best.look_at(number, fit(number));
    }
    if (best.fit > 1)
        return best.number;  // what fits but for the port fits less well
    for (auto number : host->second.any_port) {
        if (auto its_fit = fit(number); its_fit > 0) {
            best.look_at(number, its_fit);
            break;  // the others fit no better, and stand behind it
        }
    }
    return best.number;
}

const std::set<std::uint32_t>* AddressIndex::at(const IpAddress& ip) const
{
    auto host = hosts_.find(ip);
    return host == hosts_.end() ? nullptr : &host->second.all;
}

}  // namespace sipcore::endpoint
