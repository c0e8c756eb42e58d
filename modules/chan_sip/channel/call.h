// SPDX-License-Identifier: GPL-2.0-only
/** @file One call: what stands between a channel of Asterisk's and a session of the library's. Its verbs lie in a file for
 *  each group of callbacks: dial, answer, hangup, indicate, frames, digits; what the other side does in events. */
#pragma once

#include <atomic>
#include <chrono>
#include <ctime>
#include <deque>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "channel/dial_string.h"
#include "channel/fax.h"
#include "channel/locked_channel.h"
#include "channel/use_count.h"
#include "media/direct_media.h"
#include "media/negotiation.h"
#include "media/rtp_stream.h"
#include "pbx/asterisk.h"
#include "sipcore/call_completion.h"
#include "sipcore/identity.h"
#include "sipcore/session.h"

namespace chan_sip {

class Driver;

/** What became of the last REFER of a call, whoever sent it. */
enum class ReferState : std::uint8_t { none, sent, accepted, done, failed };

/** Who a call is with, and how it is to be treated. */
struct CallSide {
    std::shared_ptr<const sipcore::config::Endpoint> endpoint;  ///< who; null: a guest, or a host without one
    std::shared_ptr<const sipcore::config::Endpoint> settings;  ///< the endpoint's, or a guest's; never null
    std::string title;                ///< what the channel is named after
    std::string user;                 ///< who there, for `sip show channels`
    sipcore::IpAddress local_address; ///< ours towards it
    sipcore::SocketAddress remote{};  ///< where its messages come from or go to
    bool behind_nat = false;          ///< whether its messages come from another address than they say
    bool secure_signaling = false;    ///< of one that we call: whether TLS will carry the INVITE
};

/** Where an INVITE is sent instead of where its URI leads: where DNS has its host, or a proxy. */
struct CallRoute {
    sipcore::SocketAddress address{};  ///< none: where the URI leads
    sipcore::config::Protocol protocol = sipcore::config::Protocol::udp;  ///< over what
    std::string name{};                ///< the name that a certificate there must be for; empty: the address
    bool always = false;               ///< whether all that follows in the dialog goes there too
    std::vector<sipcore::SocketAddress> others{};  ///< where else, in order
};

/**
 * One call. Made for an INVITE that comes, or by Dial; owned by its channel and, as its listener, by its session; gone
 * when both are.
 *
 * Members are guarded by the channel's lock; before there is a channel one thread has the call to itself. Verbs of the
 * session are used under that lock, since they only post. Events take the lock themselves.
 */
class Call final : public sipcore::SessionListener, public std::enable_shared_from_this<Call> {
public:
    /** Makes a call that the driver lists. @param driver must outlive it @param incoming who calls whom @param side who it is with */
    static std::shared_ptr<Call> make(Driver& driver, bool incoming, CallSide side);
    /** For `make`, which lists it. */
    Call(Driver& driver, bool incoming, CallSide side);
    ~Call() override;

    /** The call of a channel; null when it is not one of ours, or hung up. @threads who holds the channel's lock */
    static Call* of(const ast_channel* channel);

    // Before there is a channel.

    /** Whether an offer has a codec for us. @return Error{488} when not */
    sipcore::Result<> check_offer(const std::optional<sipcore::sdp::Description>& offer);
    /** Opens ports for media. @param wanted what the caller has, for an outgoing call @return false when there are none */
    bool open_media(const Formats& wanted);
    /** Counts the call against the endpoint's limit. @return false when that is reached */
    bool count();
    /** Takes a place among the channels that Asterisk's endpoint lists. @return false when it lists enough of them */
    bool list_channel();
    /** Binds the session. */
    void set_session(std::shared_ptr<sipcore::Session> session);
    /** Keeps what was dialled, for `dial`. @param text the same as written behind `SIP/` @param route where it is sent instead of
     *  where the name leads */
    void set_dialled(DialString dialled, std::string text, CallRoute route)
    {
        dialled_ = std::move(dialled);
        dialled_text_ = "SIP/" + std::move(text);
        route_ = std::move(route);
    }
    /** Sets the call's number in Asterisk's log. */
    void set_log_call(ast_callid id) { log_call_ = id; }
    /** The call's number in Asterisk's log. */
    ast_callid log_call() const noexcept { return log_call_; }
    /** Refuses the call and lets go of its session, its ports and its count; it has no channel, or one that nobody runs. */
    void forsake(const sipcore::Error& refusal);
    /** Lets the stack see whether the dialplan's thread comes to run: new calls are turned away when it does not. */
    void await_dialplan();
    /** Makes this the private part of a channel, which it keeps until the channel is hung up. */
    void take(ast_channel* channel);

    // What the channel does; its lock is held.

    /** Sends the INVITE. @return 0, or -1 with the channel's cause set */
    int dial(ast_channel* channel);
    /** Answers. @return 0 */
    int answer(ast_channel* channel);
    /** Sends an unanswered caller elsewhere. @param target an extension, with `@` and a domain or without
     *  @return 0, or -1 when it is too late for that */
    int redirect_caller(ast_channel* channel, std::string_view target);
    /** Tells the other side where more is to be read. @return 0, or -1 when there is nobody any more */
    int tell_url(ast_channel* channel, const std::string& url);
    /** Looks whether media came and went in time: hangs up, or keeps a NAT open. @param now seconds since the epoch */
    void watch_media(ast_channel* channel, std::time_t now);
    /** Whether `watch_media` has anything to do. @threads any */
    bool is_watched() const noexcept;
    /** Ends the call; the channel has no call afterwards. */
    void hang_up(ast_channel* channel);
    /** Carries out a condition. @return 0, or -1 where Asterisk does the usual thing itself */
    int indicate(ast_channel* channel, int condition, const void* data, std::size_t length);
    /** The next frame from the network; Asterisk's null frame when there is none for the channel. */
    ast_frame* read(ast_channel* channel);
    /** Transfer(): the other side is sent elsewhere, by 302 or REFER. @return 0, or -1 when that is not possible */
    int transfer_away(ast_channel* channel, std::string_view destination);
    /** Sends a frame. @return 0 */
    int write(ast_channel* channel, ast_frame* frame);
    /** The channel's part was moved to another one. @return 0, or -1 when it was not ours */
    int move(ast_channel* from, ast_channel* to);
    /** A digit begins. @return 0, or -1 where Asterisk makes a tone */
    int begin_digit(char digit);
    /** A digit ends. @return 0, or -1 where Asterisk ends the tone */
    int end_digit(char digit, std::chrono::milliseconds duration);
    /** Sets an option of the media. @return 0, or -1 when it is not one of ours */
    int set_option(int option, void* data, int length);
    /** Reads an option. @return 0, or -1 when it is not one of ours */
    int query_option(int option, void* data, int* length) const;
    /** An item of CHANNEL(). @return nothing when it has no such item */
    std::optional<std::string> item(std::string_view name, std::string_view parameter) const;
    /** Changes how digits travel, from now on. No new offer is made. */
    void set_dtmf_mode(sipcore::config::DtmfMode mode);
    /**
     * Sends INFO.
     * @param agent  what the other side's User-Agent must contain; empty: anything
     * @return false when it does not, or the call is over
     */
    bool send_info(sipcore::Body body, std::vector<sipcore::Header> headers, std::string_view agent);
    /** Sends text, where the other side takes it. @return 0, or -1 when the call is over */
    int send_text(std::string_view text);
    /** The headers of the request that SIP_HEADER() reads. */
    std::vector<sipcore::Header> stored_headers() const;
    /** Call-ID; lives as long as the call. */
    const std::string& call_id() const noexcept { return call_id_; }
    /** Whether the audio is encrypted, or will be. */
    bool is_encrypted() const noexcept { return audio_.is_encrypted(); }

    // How bridges place media; the channel's lock is held.

    /** What a bridge may do with the audio. @option{directmedia} */
    ast_rtp_glue_result audio_placement() const;
    /** Whether media may go straight to where an instance sends: it speaks the same family of addresses, and is allowed.
     *  @option{directmediaacl} */
    bool may_meet(ast_rtp_instance* rtp) const;
    /** A bridge wants media to go to where `rtp` sends, or, without one, back to us. @param formats what is understood there
     *  @param nat_active whether a NAT is between */
    void redirect_media(ast_channel* channel, ast_rtp_instance* rtp, const ast_format_cap* formats, bool nat_active);
    /** Where media goes instead of to us. */
    const std::optional<MediaPeer>& media_peer() const noexcept { return media_peer_; }

    /** The audio; null when there is none. */
    ast_rtp_instance* audio() const noexcept { return audio_.instance(); }
    /** The video; null when there is none. */
    ast_rtp_instance* video() const noexcept { return video_.instance(); }
    /** The text; null when there is none. */
    ast_rtp_instance* text() const noexcept { return text_.instance(); }
    /** Whether it had a fax, so that there is UDPTL. */
    bool has_fax() const noexcept { return static_cast<bool>(fax_.stream); }

    // Call completion; the channel's lock is held.

    /** Offers completion to who called: from now on responses say so. @return the offer; null when there is none */
    std::shared_ptr<sipcore::CompletionOffer> offer_completion(sipcore::CallCompletion& completion,
                                                               std::weak_ptr<sipcore::CompletionCaller> caller);
    /** Notes what who called wanted to reach. */
    void set_called_extension(std::string extension) { called_extension_ = std::move(extension); }
    /** What who called wanted to reach. */
    const std::string& called_extension() const noexcept { return called_extension_; }

    // For who lists calls.

    /** The channel, null when there is none. @threads any that holds no channel's lock */
    pbx::Ao2<ast_channel> channel();
    /** Notes who calls, and who sent the call here, on the channel of an incoming call before its dialplan runs.
     *  @param headers of the INVITE @param to its To @threads the one that made the channel */
    void set_incoming_parties(ast_channel* channel, const sipcore::Identity& caller,
                              const std::vector<sipcore::Header>& headers, const std::string& to);
    /** The session, null when it ended. @threads any */
    std::shared_ptr<sipcore::Session> session_to_show() const;
    /** Locks the channel; empty when there is none. @threads any that holds no channel's lock */
    LockedChannel lock_channel();
    /** What the other side can speak, as its last description says. @threads with the channel's lock */
    Formats their_formats() const;
    /** What was agreed on; null before that. @threads with the channel's lock */
    const Formats& joint_formats() const noexcept { return joint_; }
    /** Whether the other side holds us. @threads any */
    bool is_held() const noexcept { return held_; }
    /** What became of the last REFER. @threads any */
    ReferState refer_state() const noexcept { return refer_state_; }
    /** Who it is with. @threads any */
    const CallSide& side() const noexcept { return side_; }
    /** Whether the other side called. @threads any */
    bool is_incoming() const noexcept { return incoming_; }
    /** What it can speak with the other side at most. @threads before there is a channel, or with its lock */
    const Formats& formats() const noexcept { return formats_; }
    /** What the channel speaks: what was agreed on, otherwise what may be offered. */
    Formats native_formats() const;
    /** How digits travel on it. */
    sipcore::config::DtmfMode dtmf_mode() const noexcept { return dtmf_mode_; }

    // Events of the session.

    /** 18x: it rings, or media begins. */
    void on_progress(const sipcore::Progress& progress) override;
    /** 2xx: it is up. */
    void on_answered(const sipcore::Answered& answered) override;
    /** ACK: the answer to our offer, where we made it. */
    void on_confirmed(const std::optional<sipcore::sdp::Description>& answer) override;
    /** re-INVITE: hold, its end, other codecs or addresses. */
    void on_offer(const std::optional<sipcore::sdp::Description>& offer,
                  const std::vector<sipcore::Header>& headers) override;
    /** The session is to be refreshed: what was described last is offered again. */
    void on_refresh_due() override;
    /** The other side did not refresh it: the channel is hung up. */
    void on_session_expired() override;
    /** The answer to our re-INVITE. */
    void on_reanswered(const sipcore::Result<sipcore::sdp::Description>& answer) override;
    /** INFO: digits. @return the status of its response */
    int on_info(const sipcore::Body& body, const std::vector<sipcore::Header>& headers) override;
    /** MESSAGE: text for the channel. @return the status of its response */
    int on_message(const sipcore::Body& body) override;
    /** Any response: its cause is kept. */
    void on_response(int status, const std::string& reason, const std::vector<sipcore::Header>& headers) override;
    /** REFER: whether whom the other side talks to may be sent elsewhere. @return what it is refused with, if it is */
    sipcore::Result<> may_refer(const sipcore::ReferRequest& request) override;
    /** REFER that was accepted: the transfer is done, and its outcome told. */
    void on_refer(const sipcore::ReferRequest& request) override;
    /** The answer to our REFER. */
    void on_refer_response(int status) override;
    /** What became of our REFER. */
    void on_refer_notify(std::optional<int> status) override;
    /** The other side is somebody else now. */
    void on_update(const std::vector<sipcore::Header>& headers) override;
    /** It is over: the channel is told. */
    void on_terminated(const sipcore::Termination& termination) override;

private:
    /** How far the channel is with the other side. */
    enum class Phase : std::uint8_t { beginning, early, answered, ended };

    /** Whether a transfer that the other side asked for is being done, or was done. */
    enum class TransferState : std::uint8_t { none, under_way, done };

    /** Whether the call is up. */
    bool is_answered() const noexcept { return phase_ == Phase::answered; }
    /** Reads which codecs the dialplan wishes, from the first of these variables that is set. @option{SIP_CODEC} */
    void wish_codecs(ast_channel* channel, std::initializer_list<const char*> variables);
    /** What we bring to an answer: the payload types are those of the offer, so ours do not count. */
    std::vector<sipcore::sdp::LocalStream> to_answer(const sipcore::sdp::Description& offered, sipcore::sdp::Direction direction);
    /** What we offer now: the fax while one is sent, otherwise the media. */
    std::vector<sipcore::sdp::LocalStream> to_offer();
    /** Which offers are taken with which keys, now. @option{encryption} @option{dtlsenable} */
    sipcore::sdp::Protection protection() const;
    /** Tells the log why no stream of an offer could be taken, where that is about keys. */
    void tell_refused_keys(const sipcore::sdp::Description& offer) const;
    /** Whether the call may be placed as secure as it must be; the log says why not. */
    bool is_secure_enough() const;
    /** The media that we offer, under payload types that the RTP instances understand from now on; none when it cannot be
     *  encrypted as it must be. */
    std::vector<sipcore::sdp::LocalStream> media_to_offer();
    /** What we can speak, of all kinds, as the dialplan wishes; with the payload types of the instances that there are.
     *  @param instances whether those are entered into the instances, which then understand them */
    std::vector<sipcore::sdp::Codec> wished_of_all_kinds(bool instances);
    /** Answers an offer with what both sides' parameters come to. @return Error{488} when no stream is left */
    sipcore::Result<sipcore::sdp::Answer> make_answer(const sipcore::sdp::Description& offered, sipcore::sdp::Direction direction);
    /** What an answer's fmtp says: what both sides can do. */
    std::string joint_parameters(const sipcore::sdp::Joint& joint) const;
    /** Opens what is needed beside the audio. @param config of the process @param bind address to bind */
    void open_more(const sipcore::config::Config& config, const sipcore::IpAddress& bind);
    /** Puts in force what was agreed on beside the audio, or that nothing was. @return the formats */
    Formats apply_more(ast_channel* channel, const std::vector<sipcore::sdp::Agreed>& agreed, RtpStream::Offer offer);
    /** The other side is to send a whole picture. @return 0, or -1 without video */
    int ask_for_picture();
    /** Lets the channel wait for frames of video and text. */
    void join_more(ast_channel* channel);
    /** Stops and closes what there is beside the audio. */
    void close_more();
    /** The next frame of video, text or a fax, by the channel's descriptor. */
    ast_frame* read_more(int descriptor);
    /** Sends a frame of video, text or a fax. @return 0 */
    int write_more(ast_channel* channel, ast_frame* frame);
    /** Begins early media where a frame wants to be heard before any progress. */
    void begin_early_media(ast_channel* channel);
    /** Sends a frame on a stream, once the call has media. */
    void write_to(ast_rtp_instance* rtp, ast_frame* frame);

    /** What an offer of ours within the call is about. */
    enum class Offering : std::uint8_t {
        current,  ///< what there is now, once more
        media,    ///< sound, and what goes with it
        fax,      ///< a fax alone
        repeat,   ///< what was described last, as it was: a refresh of the session
    };
    /** An offer that waits for the answer to one before it. */
    struct WaitingOffer {
        Offering what;                         ///< about what
        std::vector<sipcore::Header> headers;  ///< sent along
    };
    /** Offers anew within the call; while an offer of ours is under way, when that was answered. */
    void offer_anew(Offering what, std::vector<sipcore::Header> headers);
    /** Sends the offer that waits, when none is under way. */
    void next_offer();

    /** The image stream that we bring. */
    std::vector<sipcore::sdp::LocalStream> fax_streams() const;
    /** Makes sure that there is UDPTL. @return false when there is none to be had */
    bool open_fax(ast_channel* channel);
    /** Takes where the other side's fax is, and what it can. */
    void meet_fax(const sipcore::sdp::Description& theirs);
    /** A fax goes on by T.38, or ends; the channel is told. */
    void enter_fax(ast_channel* channel, Fax::Stage stage);
    /** Tells the channel what became of a fax. */
    void tell_fax(ast_channel* channel, ast_control_t38 step, const sipcore::sdp::FaxParameters& parameters) const;
    /** Whether an offer is about a fax that we could take. */
    bool is_fax_offer(const sipcore::sdp::Description& offer) const;
    /** An offer of a fax came within the call: somebody at the channel decides. @option{t38pt_udptl} */
    void take_fax_offer(ast_channel* channel, const sipcore::sdp::Description& offer);
    /** Answers the fax that was offered. */
    void accept_fax(ast_channel* channel, const ast_control_t38_parameters& wanted);
    /** Refuses the fax that was offered. */
    void refuse_fax(ast_channel* channel);
    /** What somebody at the channel wants of a fax. @return 0, or what Asterisk's fax programs look for */
    int indicate_fax(ast_channel* channel, const void* data, std::size_t length);
    /** The answer to our offer of a fax, or to the media behind one. @return whether it was about a fax */
    bool take_fax_answer(ast_channel* channel, Offering what, const sipcore::Result<sipcore::sdp::Description>& answer);
    /** The answer to our offer of media within the call. */
    void take_media_answer(ast_channel* channel, const sipcore::sdp::Description& answer);
    /** Describes the fax that the INVITE itself offered, when it is answered. */
    std::optional<sipcore::sdp::Description> describe_fax(ast_channel* channel);
    /** A fax was heard, or offered: sends the channel to extension `fax`, once. Its lock is given back meanwhile.
     *  @return whether it goes there @option{faxdetect} */
    bool go_to_fax(ast_channel* channel, FaxSign sign);
    /** Streams as they are described while media goes elsewhere. @param offering whether the payload types are ours to choose */
    std::vector<sipcore::sdp::LocalStream> placed(std::vector<sipcore::sdp::LocalStream> streams, bool offering) const;
    /** What carries our offers. @option{directmedia} */
    sipcore::OfferBy offer_by() const;
    /** From now on media goes there, or comes to us. */
    void set_media_peer(ast_channel* channel, std::optional<MediaPeer> peer);
    /** Notes where the other side's media is as soon as it calls, so that it can be told to who is called. @option{directrtpsetup} */
    void meet_media_early() const;
    /** Offers media where it goes now. */
    void offer_media_place();
    /** Media comes back to us, whatever the bridge says. */
    void bring_media_back(ast_channel* channel);
    /** Puts in force what was agreed on. @return false when no audio was */
    bool apply(ast_channel* channel, const std::vector<sipcore::sdp::Agreed>& agreed, RtpStream::Offer offer);
    /** Puts in force what an answer to our offer settles. @return false when nothing is */
    bool settle(ast_channel* channel, const sipcore::sdp::Description& answer);
    /** What a 183 or 200 says: our answer, or our offer where there was none; nothing when no codec is left. */
    std::optional<sipcore::sdp::Description> describe(ast_channel* channel);
    /** Makes the channel speak these formats. */
    void use_native(ast_channel* channel, const Formats& formats);
    /** Listens for digits in the audio, or not, as the mode and what was agreed on want. */
    void update_dsp();
    /** Tells the channel that the other side holds us, or no more. */
    void notice_hold(ast_channel* channel, sipcore::sdp::Hold hold);
    /** An INFO with a channel. @return the status of its response */
    int take_info(ast_channel* channel, const sipcore::Body& body, const std::vector<sipcore::Header>& headers);
    /** An account code that the user of a phone typed. @return the status of its response */
    int take_client_code(ast_channel* channel, const std::string& code);
    /** The record key of a phone: the feature's digits are played into the channel. @return the status of its response */
    int take_record(ast_channel* channel, const std::string& wish);
    /** How identities are written on this call. @option{sendrpid} @option{fromdomain} */
    sipcore::IdentityStyle style_of_identity() const;
    /** The headers that tell whom the channel is connected with; from here on the other side knows. */
    std::vector<sipcore::Header> identity_headers(ast_channel* channel);
    /** The same when it was put off until something is sent anyway. */
    std::vector<sipcore::Header> due_identity_headers(ast_channel* channel);
    /** The header that tells who sent the call elsewhere. @option{send_diversion} */
    std::vector<sipcore::Header> diversion_headers(ast_channel* channel) const;
    /** Learns from a message who the other side is, where that is believed. @param source why
     *  @option{trustrpid} */
    void learn_identity(ast_channel* channel, const std::vector<sipcore::Header>& headers, int source);
    /** Learns from a 181 or 3xx who sent the call elsewhere. @param otherwise reason where it says none */
    void learn_diversion(ast_channel* channel, const std::vector<sipcore::Header>& headers, int otherwise);
    /** Learns from the phrase of a 480 why nobody answers. */
    void learn_refusal_reason(ast_channel* channel, const std::string& phrase);
    /** Whether the other side takes UPDATE. @option{rpid_update} */
    bool may_update() const;
    /** Tells the other side whom the channel is connected with now. @return 0 */
    int indicate_connected_line(ast_channel* channel);
    /** The same before an outgoing call is answered. */
    void tell_early(ast_channel* channel);
    /** The same at once, on an incoming call that is not answered. @option{rpid_immediate} */
    void tell_at_once(ast_channel* channel);
    /** The same when the call was answered meanwhile. */
    void tell_what_is_due(ast_channel* channel);
    /** Tells the caller that the call is sent elsewhere. @return 0 */
    int indicate_redirecting(ast_channel* channel);
    /** Follows a REFER, and tells its outcome. */
    void follow_refer(const sipcore::ReferRequest& request);
    /** Whether it was answered a moment ago and is with nobody in a bridge yet: a phone may send REFER with its ACK. @threads any */
    bool awaits_bridge();
    /** Waits for that, a second at most. @threads an errand's */
    void wait_for_bridge();
    /** Does what a REFER asks for. @return status and phrase of its outcome */
    std::string_view transfer(const sipcore::ReferRequest& request);
    /** Joins whom two calls of one phone are with. @return status and phrase of the outcome */
    std::string_view join(ast_channel* channel, Call& other);
    /** Notes how the transfer went. */
    void end_transfer(bool succeeded);
    /** Sets the variables about the media of a call that the other side ended, before its dialplan goes on. */
    void tell_quality();
    /** Sets RTPVIDEOQOS and RTPTEXTQOS. */
    void tell_quality_of_more(ast_channel* channel) const;
    /** BYE with Also: sends whom the other side talked to elsewhere. */
    void follow_also(const std::vector<sipcore::Header>& headers);
    /** Transfer() on a call that is up. @return 0, or -1 when nothing can be sent */
    int send_refer(ast_channel* channel, std::string_view destination);
    /** Who an INVITE of ours is from. @option{fromuser} @option{fromdomain} */
    void set_from(ast_channel* channel, sipcore::OutgoingCall& call);
    /** What a transferred call's INVITE says beside: Replaces, and who sent it. */
    void add_transfer(ast_channel* channel, sipcore::OutgoingCall& call);
    /** The cause that a response means, or that its Reason header says where that is believed. @option{use_q850_reason} */
    int response_cause(int status, const std::vector<sipcore::Header>& headers) const;
    /** Tells who watches the endpoint's device that its calls changed. */
    void announce_use() const;
    /** Refuses an unanswered incoming call, with the channel's cause beside, and ends its channel. */
    void refuse(ast_channel* channel, int status, std::string reason);
    /** Refuses a call whose number is not complete, or lets its dialplan wait for more. @option{allowoverlap} */
    void refuse_incomplete(ast_channel* channel);
    /** Tells the other side what the call costs, where it is to be told. @option{snom_aoc_enabled} */
    void tell_charge(ast_channel* channel, const void* data, std::size_t length);
    /** Headers of a response with what is offered beside. */
    std::vector<sipcore::Header> with_offer(std::vector<sipcore::Header> headers) const;
    /** Tells the core what completion there is when a callee was busy or did not reply. @option{cc_monitor_policy} */
    void learn_completion(ast_channel* channel, sipcore::CompletionService met, const std::vector<sipcore::Header>& headers);
    /** The call ends: what the core heard nothing of is over. */
    void forget_completion(ast_channel* channel);
    /** Sends 180, where that says something new. @return 0, or -1 where the core plays the tone */
    int indicate_ringing(ast_channel* channel);
    /** Sends 183 with a description, once. @return 0, or -1 where that is not possible */
    int indicate_progress(ast_channel* channel);
    /** Tells the channel what became of an outgoing call that was not answered. */
    void follow(ast_channel* channel, const sipcore::Termination& termination);
    /** The INVITE that the channel wants. */
    sipcore::OutgoingCall outgoing(ast_channel* channel);
    /** Adds to a refusal what it is about: the channel's cause, and a Reason where the endpoint knows those. */
    void explain(sipcore::Hangup& refusal, int cause) const;
    /** What the other side is told when the channel is hung up. */
    sipcore::Hangup farewell(ast_channel* channel) const;
    /** A frame of the network's as the channel gets it: dropped where it must not be heard, searched for digits. */
    ast_frame* filtered(ast_channel* channel, ast_frame* frame);
    /** Whether a frame of voice may be heard; one in another agreed format becomes the channel's. */
    bool accepts_voice(ast_channel* channel, const ast_frame* frame);
    /** An item of CHANNEL() about a stream: `rtpqos`, `rtpdest`, `rtpsource`. */
    std::optional<std::string> media_item(std::string_view name, std::string_view parameters) const;
    /** Whether the channel's thread runs, or is needed no more. @threads any */
    bool is_taken_up() const;
    /** What stands of the session; never null. */
    std::shared_ptr<const sipcore::SessionSnapshot> snapshot() const;

    Driver& driver_;
    const bool incoming_;
    const CallSide side_;
    ast_callid log_call_ = 0;
    DialString dialled_;
    std::string dialled_text_;
    std::string called_extension_;
    std::string completion_uri_;
    void* monitor_ = nullptr;   // the name of what the core was told of
    CallRoute route_;
    std::string call_id_;

    mutable std::mutex owner_mutex_;    // innermost: nothing is called with it held
    pbx::Ao2<ast_channel> owner_;
    std::weak_ptr<sipcore::Session> shown_session_;

    std::shared_ptr<sipcore::Session> session_;
    Phase phase_ = Phase::beginning;
    std::chrono::steady_clock::time_point answered_at_{};
    bool ringing_sent_ = false;
    bool progress_sent_ = false;
    std::atomic<bool> held_{false};
    sipcore::sdp::Hold hold_ = sipcore::sdp::Hold::none;
    UseShare use_;
    std::string identity_host_;
    std::optional<sipcore::Identity> told_party_;
    sipcore::Identity remote_party_;
    bool identity_due_ = false;
    TransferState transfer_ = TransferState::none;
    std::atomic<ReferState> refer_state_{ReferState::none};
    std::string refer_to_;
    ListPlace place_;

    Formats formats_;
    Formats joint_;
    std::vector<sipcore::sdp::Codec> codecs_;
    std::vector<std::string> wished_;
    std::optional<sipcore::sdp::Description> offer_;
    Negotiation negotiation_;
    RtpStream audio_;
    RtpStream video_;
    RtpStream text_;
    bool with_video_ = false;       // whether video is brought to offers and answers
    bool with_text_ = false;
    bool redundant_text_ = false;   // whether text is sent again with what follows
    bool asks_by_rtcp_ = false;     // whether the other side takes RTCP's wish for a whole picture
    Fax fax_;
    std::optional<Offering> offering_;
    std::deque<WaitingOffer> waiting_offers_;
    std::optional<MediaPeer> media_peer_;
    bool withheld_ = false;
    sipcore::config::DtmfMode dtmf_mode_;
    bool telephone_events_ = false;
    std::time_t media_since_ = 0;   // when media was last agreed on
    bool silence_told_ = false;
    bool keys_required_ = false;
    bool secure_signaling_required_ = false;
    std::unique_ptr<ast_dsp, void (*)(ast_dsp*)> dsp_;
};

}  // namespace chan_sip
