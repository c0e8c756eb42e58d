// SPDX-License-Identifier: GPL-2.0-only
// A phone in a browser: one account, one call at a time. JsSIP speaks SIP over the WebSocket of the server that the page came
// from; what happens is told in words at the top of the page.
import JsSIP from 'jssip';

const part = (id) => document.getElementById(id);
const show = (id, shown) => { part(id).hidden = !shown; };

let agent = null;       // the account
let session = null;     // the call
let tick = null;        // the clock of the call
let digits = '';        // what was dialled in the call

// ---- words

/** Says what is going on. */
function say(state, detail = '') {
  part('state').textContent = state;
  part('detail').textContent = detail;
}

/** Says that nothing is going on, and why a call ended. */
function sayIdle(detail = '') {
  if (agent?.isRegistered()) say(`Registered as ${agent.configuration.uri.user}`, detail);
  else say('Not registered', detail);
}

/** Who the call is with. */
function other() {
  return session.remote_identity.display_name || session.remote_identity.uri.user;
}

/** Says how the call is. */
function sayCall() {
  if (!session) return;
  const held = session.isOnHold();
  if (held.local) say(`${other()} is on hold`);
  else if (held.remote) say(`Held by ${other()}`);
  else say(`In a call with ${other()}`, [session.isMuted().audio && 'your microphone is off', digits].filter(Boolean).join(', '));
  part('hold').setAttribute('aria-pressed', held.local);
  part('mute').setAttribute('aria-pressed', session.isMuted().audio);
}

/** Shows what can be done now. */
function arrange() {
  const registered = Boolean(agent?.isRegistered());
  const ringing = session?.direction === 'incoming' && !session.isEstablished();
  show('dial', registered && !session);
  show('incoming', ringing);
  show('talking', session && !ringing);
  show('keys', session?.isEstablished());
  show('register', !agent);
  show('unregister', Boolean(agent));
  for (const id of ['name', 'password']) part(id).disabled = Boolean(agent);
  part('account').style.display = session ? 'none' : '';
  for (const id of ['mute', 'hold']) part(id).disabled = !session?.isEstablished();
}

// ---- sound

/** What the browser counts of the call's sound; null without a call. */
async function statistics() {
  const connection = session?.connection;
  if (!connection) return null;
  const found = { sent: 0, received: 0, lost: 0, level: 0, codec: '', encrypted: false };
  const reports = await connection.getStats();
  reports.forEach((report) => {
    if (report.type === 'outbound-rtp' && report.kind === 'audio') found.sent += report.packetsSent;
    if (report.type === 'inbound-rtp' && report.kind === 'audio') {
      found.received += report.packetsReceived;
      found.lost += report.packetsLost;
      found.level = report.audioLevel ?? 0;
      found.codec = reports.get(report.codecId)?.mimeType?.replace('audio/', '') ?? '';
    }
    if (report.type === 'transport') found.encrypted = report.dtlsState === 'connected';
  });
  return found;
}

/** Shows it, each second. */
async function showSound() {
  const found = await statistics();
  part('sound').textContent = found
    ? `Sound: ${found.sent} packets out, ${found.received} in${found.codec ? `, ${found.codec}` : ''}${found.encrypted ? ', encrypted' : ''}`
    : '';
}

/** Lets the call be heard. */
function listen(connection) {
  connection.addEventListener('track', (event) => {
    part('voice').srcObject = event.streams[0] ?? new MediaStream([event.track]);
  });
}

// ---- the call

/** Takes a call, in or out. */
function take(made) {
  session = made;
  digits = '';
  if (session.connection) listen(session.connection);
  session.on('peerconnection', (event) => listen(event.peerconnection));
  session.on('progress', () => { if (session?.direction === 'outgoing') say(`Ringing at ${other()}`); arrange(); });
  session.on('confirmed', () => { sayCall(); arrange(); });
  for (const event of ['hold', 'unhold', 'muted', 'unmuted']) session.on(event, sayCall);
  const over = (event) => {
    clearInterval(tick);
    session = null;
    part('sound').textContent = '';
    sayIdle(event.cause === JsSIP.C.causes.BYE ? 'The call is over' : `The call is over: ${event.cause}`);
    arrange();
  };
  session.on('ended', over);
  session.on('failed', over);
  tick = setInterval(showSound, 1000);
  if (session.direction === 'incoming') say(`Call from ${other()}`);
  arrange();
}

/** What calls are made and answered with. */
const options = { mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers: [] } };

/** Calls a number. */
function call(number) {
  say(`Calling ${number}`);
  agent.call(number, options);
}

/** Holds the call, or goes on with it; while an offer is under way, once that is answered. */
function toggleHold(call) {
  if (!call || call !== session) return;
  const begun = call.isOnHold().local ? call.unhold() : call.hold();
  if (!begun) setTimeout(() => toggleHold(call), 100);
}

// ---- the account

/** Registers. */
function register(name, password) {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  agent = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(`${scheme}://${location.host}/ws`)],
    uri: `sip:${name}@${location.hostname}`,
    password,
    register_expires: 300,
  });
  agent.on('connecting', () => say('Connecting'));
  agent.on('disconnected', () => { if (!session) say('No connection to the server', 'Trying again'); arrange(); });
  agent.on('registered', () => { if (!session) sayIdle(part('detail').textContent); arrange(); });
  agent.on('unregistered', () => { if (!session) sayIdle(); arrange(); });
  agent.on('registrationFailed', (event) => {
    agent.stop();
    agent = null;
    say('Not registered', `The server refused: ${event.cause}`);
    arrange();
  });
  agent.on('newRTCSession', (event) => {
    if (session) event.session.terminate({ status_code: 486 });
    else take(event.session);
  });
  agent.start();
  arrange();
}

/** Ends the registration. */
function unregister() {
  const leaving = agent;
  agent = null;
  leaving.stop();
  sayIdle();
  arrange();
}

// ---- the buttons

part('account').addEventListener('submit', (event) => {
  event.preventDefault();
  register(part('name').value.trim(), part('password').value);
});
part('unregister').addEventListener('click', unregister);
part('dial').addEventListener('submit', (event) => {
  event.preventDefault();
  call(part('number').value.trim());
});
part('answer').addEventListener('click', () => session.answer(options));
part('refuse').addEventListener('click', () => session.terminate({ status_code: 486 }));
part('hangup').addEventListener('click', () => session.terminate());
part('mute').addEventListener('click', () => (session.isMuted().audio ? session.unmute({ audio: true }) : session.mute({ audio: true })));
part('hold').addEventListener('click', () => toggleHold(session));
part('keys').addEventListener('click', (event) => {
  if (event.target.tagName !== 'BUTTON' || !session) return;
  digits += event.target.textContent;
  session.sendDTMF(event.target.textContent, { transportType: JsSIP.C.DTMF_TRANSPORT.RFC2833 });
  sayCall();
});

// What a test or a curious person may ask for in the browser's console.
window.phone = { statistics };
arrange();
