import mqtt from 'mqtt';

/** A subscriber that does nothing with what it gets: says how many messages it has got, each 100 ms, on standard output. */
const [url = '', clientId = '', topic = ''] = process.argv.slice(2);
const SAY_EVERY_MS = 100;
let count = 0;
const client = mqtt.connect(url, { clientId, clean: false, protocolVersion: 4 });
client.on('connect', () => {
  client.subscribe(topic, { qos: 1 });
});
client.on('message', () => {
  count += 1;
});
setInterval(() => {
  process.stdout.write(`${count}\n`);
}, SAY_EVERY_MS);
