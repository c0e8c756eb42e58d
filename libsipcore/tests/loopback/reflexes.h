// SPDX-License-Identifier: GPL-2.0-only
/** @file A phone on a plain socket that answers by itself, so that a test may act on both sides at the same time. */
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "loopback/fixture.h"

namespace sipcore::loopback {

/** Answers what a phone answers: 200 to BYE, CANCEL, INFO and OPTIONS, ACK to finals, and INVITEs as it is told. */
class Reflexes {
public:
    /** Answers for a peer, which nobody else reads from now on. */
    explicit Reflexes(SipPeer& peer) : peer_{peer}, thread_{[this] { run(); }} {}
    ~Reflexes()
    {
        stop_ = true;
        thread_.join();
    }
    std::atomic<int> invite_status{200};     ///< what an INVITE in a call gets; 0: nothing
    std::atomic<int> new_status{0};          ///< what the INVITE of a new call gets at once; 0: nothing
    std::atomic<bool> acknowledges{true};    ///< whether a 2xx gets its ACK
    std::atomic<unsigned> finals{0};         ///< finals to its own INVITEs
    std::atomic<unsigned> byes{0};           ///< BYEs that came
    std::atomic<unsigned> acks{0};           ///< ACKs that came
    std::atomic<unsigned> updates_answered{0};  ///< finals to its own UPDATEs
    std::atomic<unsigned> invites{0};        ///< INVITEs that came
    /** The last 2xx to an INVITE of its own, and the last INVITE that came; guarded. */
    WireMessage last_success() const { std::lock_guard lock{mutex_}; return success_; }
    /** The last INVITE that came. */
    WireMessage last_invite() const { std::lock_guard lock{mutex_}; return invite_; }
    /** The ACK of a 2xx. */
    std::string acknowledgement(const WireMessage& success) const
    {
        auto contact = success.header("Contact");
        auto target = contact.substr(1, contact.find('>') - 1);
        auto cseq = success.header("CSeq");
        return std::format("ACK {} SIP/2.0\r\nVia: SIP/2.0/UDP {};branch=z9hG4bKack{}{};rport\r\nMax-Forwards: 70\r\nFrom: {}\r\nTo: {}\r\n"
                           "Call-ID: {}\r\nCSeq: {} ACK\r\nContent-Length: 0\r\n\r\n",
                           target, peer_.address(), success.header("Call-ID"), cseq.substr(0, cseq.find(' ')), success.header("From"),
                           success.header("To"), success.header("Call-ID"), cseq.substr(0, cseq.find(' ')));
    }

private:
    /** Reads and answers until the end. */
    void run()
    {
        while (!stop_) {
            auto message = peer_.receive(std::chrono::milliseconds{10});
            if (message && message->status() == 0)
                take_request(*message);
            else if (message)
                take_response(*message);
        }
    }
    /** Answers a request. */
    void take_request(const WireMessage& request)
    {
        auto method = request.method();
        if (method == "ACK") {
            ++acks;
            return;
        }
        if (method == "INVITE")
            return take_invite(request);
        if (method == "CANCEL") {
            peer_.send(peer_.respond(request, 200, "OK"));
            peer_.send(peer_.respond(last_invite(), 487, "Request Terminated"));
            return;
        }
        if (method == "BYE")
            ++byes;
        peer_.send(peer_.respond(request, 200, "OK"));
    }
    /** Answers an INVITE, when it is told to. */
    void take_invite(const WireMessage& request)
    {
        {
            std::lock_guard lock{mutex_};
            invite_ = request;
        }
        bool is_new = request.header("To").find(";tag=") == std::string::npos;
        int status = is_new ? new_status : invite_status;
        ++invites;
        if (status)
            answer(request, status);
    }
    /** Acknowledges finals of its own INVITEs. */
    void take_response(const WireMessage& response)
    {
        if (response.method() == "UPDATE" && response.status() >= 200)
            ++updates_answered;
        if (response.method() != "INVITE" || response.status() < 200)
            return;
        if (response.status() >= 300) {
            peer_.send(std::format("ACK sip:pbx SIP/2.0\r\nVia: {}\r\nFrom: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {} ACK\r\n"
                                   "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
                                   response.header("Via"), response.header("From"), response.header("To"), response.header("Call-ID"),
                                   response.header("CSeq").substr(0, response.header("CSeq").find(' '))));
        } else {
            {
                std::lock_guard lock{mutex_};
                success_ = response;
            }
            if (acknowledges)
                peer_.send(acknowledgement(response));
        }
        ++finals;
    }

public:
    /** Answers an INVITE with a status; 2xx with a description. */
    void answer(const WireMessage& request, int status)
    {
        auto headers = std::format("Contact: <sip:carol@{}>\r\n", peer_.address());
        if (status / 100 != 2)
            return peer_.send(peer_.respond(request, status, "No", headers));
        peer_.send(peer_.respond(request, status, "OK", headers + "Content-Type: application/sdp\r\n",
                                 "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n"));
    }

private:
    SipPeer& peer_;
    mutable std::mutex mutex_;
    WireMessage success_;
    WireMessage invite_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

}  // namespace sipcore::loopback
