// socket.io by the book: a room, and `emit` to it; posts are on the disk before anybody hears of them.
const { createRequire } = require('node:module');
const installed = createRequire(process.env.MODULES + '/');
const { Server } = installed('socket.io');
const database = installed('better-sqlite3')(process.env.DATABASE);

database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('create table message(id integer primary key, room text, person text, at real, body text)');
const row = database.prepare("insert into message(room, person, at, body) values('room', 'person', ?, ?)");

const options = process.env.RECOVERY ? { connectionStateRecovery: {} } : {};
const sockets = new Server(Number(process.env.PORT), options);

sockets.on('connection', (member) => {
  member.on('join', () => {
    member.join('room');
    member.emit('welcome');
  });
  member.on('post', (message) => {
    const at = Date.now() / 1000;
    const id = row.run(at, JSON.stringify(message)).lastInsertRowid;
    sockets.to('room').emit('message', { id, room: 'room', person: 'person', at, message });
  });
});
