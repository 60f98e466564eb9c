// Prints what all nodes do, once a second, and the newest events of a stream beside it if one is named:
//   node statistics.mjs http://127.0.0.1:8081 [MESSAGES] [STREAM]
// In a page it is the same with <script type="module">, and the page's own origin for the address.
import EventBus from '@vertx/eventbus-bridge-client.js';

const [base = 'http://127.0.0.1:8081', messages = '5', stream] = process.argv.slice(2);
const bus = new EventBus(`${base}/eventbus`, {vertxbus_ping_interval: 5000});
bus.enableReconnect(true);
let left = Number(messages);

bus.onopen = () => {
  bus.registerHandler('sluice.dashboard.statistics', (error, message) => {
    if (error) {
      console.error(error);
      return;
    }
    const {counts, perSecond, gauges, nodes} = message.body;
    const names = nodes.map(({node, state}) => `${node} ${state}`).join(', ');
    console.log(
      `accepted ${counts.acceptedEvents} (${perSecond.acceptedEvents}/s), stored ${counts.storedEvents}, ` +
        `${gauges.backlogEvents ?? 0} wait; ${names}`,
    );
    if (--left <= 0) {
      bus.enableReconnect(false);
      bus.close();
      setTimeout(() => process.exit(0), 100);
    }
  });
  // A filter stands in the headers: client, contains, or pointer with value.
  if (stream) {
    bus.registerHandler(`sluice.dashboard.tail.${stream}`, {}, (error, message) => {
      message?.body.events.forEach(({client, event}) => console.log(`${client || 'anonymous'}: ${event}`));
    });
  }
  // A question is answered once.
  bus.send('sluice.dashboard.ask.recent', {figure: 'acceptedEvents'}, (error, message) => {
    console.log(error ? `${error.message}` : `in the last quarter of an hour: ${JSON.stringify(sums(message.body.streams))}`);
  });
};

bus.onerror = error => console.error(error);

function sums(streams) {
  return Object.fromEntries(
    Object.entries(streams).map(([name, cells]) => [name, cells.reduce((sum, cell) => sum + cell, 0)]),
  );
}
