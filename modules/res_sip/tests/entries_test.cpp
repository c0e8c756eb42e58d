// SPDX-License-Identifier: GPL-2.0-only
/** @file What manager actions tell of endpoints, against docs/spec/ami.md, sections 2, 3 and 6. */
#include "ami/entries_text.h"

#include <gtest/gtest.h>

#include "samples.h"

namespace res_sip {
namespace {

TEST(PeerEntry, HasItsFieldsInOrder)
{
    Sample alice;
    alice.endpoint.force_rport = alice.endpoint.rtp_symmetric = sipcore::config::NatMode::on;
    alice.endpoint.description = "Alice desk phone";
    alice.endpoint.accountcode = "acc-alice";
    EXPECT_EQ(peer_entry(alice.registered(), "a1"),
              "Event: PeerEntry\r\nActionID: a1\r\nChanneltype: SIP\r\nObjectName: alice\r\nChanObjectType: peer\r\nIPaddress: 127.0.0.1\r\n"
              "IPport: 25073\r\nDynamic: yes\r\nAutoForcerport: no\r\nForcerport: yes\r\nAutoComedia: no\r\nComedia: yes\r\nVideoSupport: no\r\n"
              "TextSupport: no\r\nACL: no\r\nStatus: OK (12 ms)\r\nRealtimeDevice: no\r\nDescription: Alice desk phone\r\n"
              "Accountcode: acc-alice\r\n\r\n");
}

TEST(PeerEntry, SaysWhenNothingIsRegistered)
{
    Sample alice;
    auto text = peer_entry(alice.status(), "");
    EXPECT_NE(text.find("IPaddress: -none-\r\nIPport: 0\r\n"), std::string::npos) << text;
    EXPECT_EQ(text.find("ActionID"), std::string::npos);
}

TEST(StatusEntry, PutsTheActionLast)
{
    Sample alice;
    EXPECT_EQ(status_entry(alice.registered(), "a6"),
              "Event: PeerStatus\r\nPrivilege: System\r\nChannelType: SIP\r\nPeer: SIP/alice\r\nPeerStatus: Reachable\r\nTime: 12\r\nActionID: a6\r\n\r\n");
    EXPECT_EQ(status_entry(alice.status(), ""),
              "Event: PeerStatus\r\nPrivilege: System\r\nChannelType: SIP\r\nPeer: SIP/alice\r\nPeerStatus: Unmonitored\r\n\r\n");
}

TEST(PeerBlock, HasItsFieldsInOrder)
{
    Sample alice;
    alice.endpoint.set_var = {{"COLOR", "red"}, {"SIZE", "large"}};
    auto status = alice.registered();
    auto text = peer_block({status, alice.config, {}}, "a2");
    std::string names;
    for (std::size_t at = 0, end = 0; (end = text.find("\r\n", at)) != std::string::npos; at = end + 2)
        names += text.substr(at, std::min(text.find(':', at), end) - at) + ",";
    EXPECT_EQ(names, "Response,ActionID,Channeltype,ObjectName,ChanObjectType,SecretExist,RemoteSecretExist,MD5SecretExist,Context,Language,ToneZone,AMAflags,"
                     "CID-CallingPres,Callgroup,Pickupgroup,Named Callgroup,Named Pickupgroup,MOHSuggest,VoiceMailbox,TransferMode,LastMsgsSent,"
                     "Maxforwards,Call-limit,Busy-level,MaxCallBR,Dynamic,Callerid,RegExpire,SIP-AuthInsecure,SIP-Forcerport,SIP-Comedia,ACL,"
                     "SIP-CanReinvite,SIP-DirectMedia,SIP-PromiscRedir,SIP-UserPhone,SIP-VideoSupport,SIP-TextSupport,SIP-T.38Support,SIP-T.38EC,"
                     "SIP-T.38MaxDtgrm,SIP-Sess-Timers,SIP-Sess-Refresh,SIP-Sess-Expires,SIP-Sess-Min,SIP-RTP-Engine,SIP-Encryption,SIP-RTCP-Mux,"
                     "SIP-DTMFmode,ToHost,Address-IP,Address-Port,Default-addr-IP,Default-addr-port,Default-Username,Codecs,Status,SIP-Useragent,"
                     "Reg-Contact,QualifyFreq,Parkinglot,ChanVariable,ChanVariable,SIP-Use-Reason-Header,Description,,");
    EXPECT_NE(text.find("RegExpire: 610 seconds\r\n"), std::string::npos) << text;
    EXPECT_NE(text.find("ChanVariable: SIZE=large\r\nChanVariable: COLOR=red\r\n"), std::string::npos) << text;
}

TEST(PeerBlock, ShowsACallerAsTheConsoleDoes)
{
    Sample alice;
    auto status = alice.status();
    EXPECT_NE(peer_block({status, alice.config, {}}, "").find("\r\nCallerid: \"\" <>\r\n"), std::string::npos);
    alice.endpoint.callerid.number = "100";
    status = alice.status();
    EXPECT_NE(peer_block({status, alice.config, {}}, "").find("\r\nCallerid: \"\" <100>\r\n"), std::string::npos);
    alice.endpoint.callerid.name = "Alice A";
    status = alice.status();
    EXPECT_NE(peer_block({status, alice.config, {}}, "").find("\r\nCallerid: \"Alice A\" <100>\r\n"), std::string::npos);
}

}  // namespace
}  // namespace res_sip
