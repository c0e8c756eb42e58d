// SPDX-License-Identifier: GPL-2.0-only
/** @file The directory carried out: endpoints by number, by name and by address, each with an immutable status that is
 *  replaced; and the duties that time brings: bindings that end, contacts that are asked. */
#pragma once

#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "endpoint/address_index.h"
#include "endpoint/agenda.h"
#include "endpoint/contact.h"
#include "stack/directory.h"
#include "pj/pjsip.h"
#include "sipcore/config/difference.h"
#include "stack/core.h"
#include "endpoint/destination.h"
#include "stack/distributor.h"

namespace sipcore::endpoint {

/** Finds strings without making one. */
struct TextHash {
    using is_transparent = void;  ///< for look-ups by view
    /** The hash of its octets. */
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};
/** From names to something. */
template <class T>
using ByName = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

/** All endpoints of a stack. */
class EndpointRegister final : public stack::Directory, public stack::ResponseTaker, private AddressIndex::Statuses {
public:
    /** Empty; `core` outlives it. */
    explicit EndpointRegister(stack::Core& core);
    ~EndpointRegister() override;

    /** Takes a configuration over: what is equal keeps its state. @threads the loader's, or the one that reloads */
    void apply(std::shared_ptr<const config::Config> config, const config::Difference& difference);
    /** Begins with timers; the workers run. @threads the loader's */
    void start();
    /** Ends timers. @threads the loader's, before the workers are stopped */
    void stop();

    std::optional<EndpointStatus> find(std::string_view name) const override;
    std::vector<EndpointStatus> snapshot() const override;
    Outcome<> qualify(std::string_view name) override;
    std::optional<EndpointStatus> at(const SocketAddress& source, config::Protocol protocol,
                                     std::string_view called) const override;
    std::optional<EndpointStatus> named(std::string_view user) const override;
    std::optional<EndpointStatus> with_aor(std::string_view aor) const override;
    bool is_fixed(const IpAddress& ip) const override;
    bool adopt(const EndpointStatus& status) override;
    void rebind(std::string_view aor, const std::vector<Binding>& bindings) override;
    void note_options(std::string_view endpoint, std::string options) override;
    void note_messages(std::string_view endpoint, unsigned fresh, unsigned old) override;
    std::vector<Binding> bindings(std::string_view aor) const override;
    bool on_response(std::string_view call_id, int status, const SocketAddress& source) override;

private:
    /** One endpoint. */
    struct Entry {
        EndpointStatus status;          ///< replaced under the lock
        std::string probe;              ///< Call-ID of the OPTIONS under way; empty without one
        Clock::Instant asked;           ///< when it was sent
        unsigned sequence = 0;          ///< CSeq of our OPTIONS
        SocketAddress asked_at;         ///< where it was sent
        bool gone = false;              ///< no longer configured
        bool fresh = false;             ///< just configured: it is to be asked soon
        std::size_t contact = 0;        ///< which of its fixed contacts it is at
    };
    /** The way back for answers of the resolver: closed when the register goes. */
    struct Gate {
        std::mutex mutex;         ///< held while an answer is taken
        EndpointRegister* owner;  ///< null once it is gone
    };
    /** What the observer is to be told, after the lock is gone. */
    enum class News { registered, unregistered, reachability };

    /** Makes or renews the entry of an endpoint. */
    void place(const Lookup& lookup, const std::shared_ptr<const config::Endpoint>& configured);
    /** Takes an endpoint out. */
    void take_out(std::string_view name);
    /** Takes those out that made themselves, when a configuration says that they end with it. */
    void take_out_created(const config::Config& config);
    /** Finds out where an endpoint without a binding is: its fixed contact, looked up if it is a name. */
    void locate(std::uint32_t number);
    /** Takes the bindings of a new endpoint over from the store. */
    void restore(std::uint32_t number);
    /** Sets when those that were just configured are first asked, and when connections are kept open; the lock is held. */
    void begin_questions(const config::Global& global);
    /** Sends a line end, so that what lies between stays open. @option{keepalive} */
    void keep_open(std::uint32_t number);
    /** Notes an address that was looked up, and begins to ask there; the lock is held. */
    void arrive(std::uint32_t number, const SocketAddress& address);
    /** Notes an address; the lock is held. */
    void move_to(std::uint32_t number, const SocketAddress& address);
    /** Begins to ask, or asks again, with the lock held. @return the text to be sent */
    std::string probe_text(std::uint32_t number, const Destination& to);
    /** Asks a contact. */
    void ask(std::uint32_t number, bool again);
    /** Notes how an endpoint answered. */
    void note_answer(std::uint32_t number, Reachability reachability, std::chrono::milliseconds round_trip);
    /** An endpoint is gone from where it was: how it answered there counts no more; the lock is held. */
    void forget_answers(std::uint32_t number);
    /** A fixed contact does not answer where it is: where its name has other addresses, it is there from now on. */
    void look_elsewhere(std::uint32_t number);
    /** Puts bindings in place of those that an entry had; the first is the one that lives longest. The lock is held. */
    void put(std::uint32_t number, const std::vector<Binding>& bindings);
    /** Ends bindings whose time is over. */
    void expire(std::uint32_t number);
    /** Does what is due, and sets the timer to what comes next. */
    void attend();
    /** Sets the timer to the earliest duty; the lock is held. */
    void set_timer();
    /** Tells the observer. */
    void tell(News news, const EndpointStatus& status);
    /** Notes that an endpoint is reached at an address of record, or no more; the lock is held. */
    void join_aor(const std::string& aor, std::uint32_t number);
    /** The same, no more. */
    void leave_aor(const std::string& aor, std::uint32_t number);
    /** The first endpoint of an address of record; the lock is held. */
    std::optional<std::uint32_t> first_of_aor(std::string_view aor) const;
    /** The endpoint whose section of type identify has an address; the lock is not held. */
    std::optional<EndpointStatus> identified(const IpAddress& ip, config::Protocol protocol) const;
    /** Whether an address is one of a section of type identify; names that are not known yet are asked for. */
    bool is_of(const config::Identify& identify, const IpAddress& ip, config::Protocol protocol) const;
    const EndpointStatus& status(std::uint32_t number) const override { return entries_[number].status; }
    /** A status by number, when it is not gone; the lock is held. */
    std::optional<EndpointStatus> status_of(std::uint32_t number) const;

    stack::Core& core_;
    mutable std::mutex mutex_;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> order_;
    std::vector<std::uint32_t> free_;
    std::size_t created_ = 0;
    ByName<std::uint32_t> by_name_;
    ByName<std::vector<std::uint32_t>> by_aor_;
    AddressIndex by_address_;
    std::shared_ptr<const config::Config> identifies_;
    ByName<std::uint32_t> probes_;
    Agenda agenda_;
    pj_timer_entry timer_{};
    bool timer_set_ = false;
    bool running_ = false;
    Clock::Instant timer_at_;
    std::shared_ptr<Gate> gate_;
    std::minstd_rand random_{std::random_device{}()};
};

}  // namespace sipcore::endpoint
