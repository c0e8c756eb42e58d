// SPDX-License-Identifier: GPL-2.0-only
/** @file From what was read of a sip.conf to the objects of the model. */
#pragma once

#include <functional>

#include "config/sip_conf_draft.h"

namespace sipcore::config {

/**
 * Checks what needs the whole of [general], and works out what follows from it.
 * @param general   what was read
 * @param complain  called with what is wrong
 */
void finish_general(GeneralDraft& general, const std::function<void(Weight, std::string)>& complain);

/** A name of an object that can stand between square brackets. */
std::string name_in_brackets(std::string name);

/** A name for a registration that no other of the same [general] has: its account, with a number behind when it comes again. */
std::string name_of_registration(const GeneralDraft& general, const OutboundRegistration& registration);

/** Makes a configuration of drafts. It lives as long as both of what it is given. */
class ObjectMaker {
public:
    /** Takes what was read, what the host knows, where the configuration goes, and who remembers which line said what. */
    ObjectMaker(GeneralDraft& general, const Host& host, Reading& reading, Origins& origins)
        : general_{general}, host_{host}, reading_{reading}, origins_{origins}
    {
    }

    /** One device becomes an Endpoint, and an Aor, Auths and a registration where it has them; the draft is used up. */
    void take_apart(DeviceDraft& draft);
    /** All that is not of one device. */
    void finish();

private:
    /** Whether its options contradict each other, so that there is no such device. */
    bool is_refused(const DeviceDraft& draft);
    /** Gives it the Auths that it has. */
    void add_auths(DeviceDraft& draft);
    /** Where it is. */
    Aor aor_of(DeviceDraft& draft) const;
    /** The registration that `callbackextension` asks for. */
    void add_registration(const DeviceDraft& draft);
    /** The sockets of a protocol: `::` stands for IPv6 and IPv4. */
    void add_transports(Protocol protocol, SocketAddress bind, std::uint16_t external_port);
    /** All sockets. */
    void add_all_transports();
    /** Notes of which section an object comes. */
    void note(std::string_view type, const std::string& name, const std::string& section);
    /** Domains that nobody wrote down. */
    void add_own_domains();

    GeneralDraft& general_;
    const Host& host_;
    Reading& reading_;
    Origins& origins_;
    std::size_t other_ports_ = 0;
    std::string other_port_;
};

}  // namespace sipcore::config
