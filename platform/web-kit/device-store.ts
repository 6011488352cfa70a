/**
 * Two tables on the device, in IndexedDB: the commands that wait and the answers that are kept. Written by hand because
 * a library for it weighs a fifth of the station's whole script budget and we need six operations.
 */
export interface DeviceStore<C extends { seq: number }> {
  /** numbers it and resolves when it is on the disk, not merely handed over; so does `update` */
  add(command: Omit<C, 'seq'>): Promise<number>;
  /** oldest first */
  all(): Promise<C[]>;
  update(seq: number, change: Partial<C>): Promise<void>;
  /** not awaited by the disk: what comes back after a power cut is sent again with its key and done once */
  remove(seq: number): Promise<void>;
  kept: {
    get(key: string): Promise<unknown>;
    set(key: string, answer: unknown): Promise<void>;
    /** forgets everything whose key begins so */
    forget(start: string): Promise<void>;
  };
  close(): void;
}

const COMMANDS = 'commands';
const KEPT = 'kept';
const VERSION = 1;

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the device store refused'));
  });
}

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(COMMANDS, { keyPath: 'seq', autoIncrement: true });
    request.result.createObjectStore(KEPT);
  };
  return answerOf(request);
}

/** Opens the store, creating it when this device has none. */
export function openDeviceStore<C extends { seq: number }>(name: string): DeviceStore<C> {
  let opened: Promise<IDBDatabase> | null = null;
  /** Browsers close a database when room is short or the device slept long: the next use opens it anew. */
  function database(): Promise<IDBDatabase> {
    opened ??= open(name).then(
      (db) => {
        db.onclose = () => {
          opened = null;
        };
        db.onversionchange = () => {
          db.close();
          opened = null;
        };
        return db;
      },
      (error: unknown) => {
        opened = null;
        throw error;
      },
    );
    return opened;
  }

  async function read<T>(store: string, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const db = await database();
    return answerOf(ask(db.transaction(store, 'readonly').objectStore(store)));
  }

  /** `strict`: complete only when the write has reached the disk; a phone that dies a moment later still has it. */
  async function write<T>(
    store: string,
    ask: (store: IDBObjectStore) => Promise<T>,
    durability: IDBTransactionDurability = 'relaxed',
  ): Promise<T> {
    const db = await database();
    const transaction = db.transaction(store, 'readwrite', { durability });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the device store has no room'));
    });
    const [value] = await Promise.all([ask(transaction.objectStore(store)), done]);
    return value;
  }

  return {
    add: (command) => write(COMMANDS, async (store) => Number(await answerOf(store.add(command))), 'strict'),
    all: () => read(COMMANDS, (store) => store.getAll() as IDBRequest<C[]>),
    update: (seq, change) =>
      write(
        COMMANDS,
        async (store) => {
          const stored = await answerOf(store.get(seq) as IDBRequest<C | undefined>);
          if (stored) await answerOf(store.put({ ...stored, ...change }));
        },
        'strict',
      ),
    remove: (seq) => write(COMMANDS, (store) => answerOf(store.delete(seq))),
    kept: {
      get: (key) => read(KEPT, (store) => store.get(key) as IDBRequest<unknown>),
      set: (key, answer) => write(KEPT, async (store) => void (await answerOf(store.put(answer, key)))),
      forget: (start) =>
        write(
          KEPT,
          async (store) => void (await answerOf(store.delete(IDBKeyRange.bound(start, `${start}\uffff`)))),
        ),
    },
    close: () => {
      void opened?.then((db) => db.close());
      opened = null;
    },
  };
}
