import { academicJob, academicLines, bestKnown, dataFile, type Instance, type JobJson } from './instances.ts';

/** A set of instances and how its results are added up. */
export interface BenchSet {
  /** what an instance is measured by */
  measure: 'boards' | 'cost' | 'utilisation';
  instances: () => Instance[];
}

interface Recorded {
  job: string;
  material: string;
  areaLowerBound: number;
  packingsolver3stageNonExactAnyFirst60cpu: { at1: number | null; at10: number | null; at60: number | null };
  guillotinePacker: { boards: number };
}

const JOBS = ['f50', 'f200', 'f500', 'f500c', 'f1000', 'f3000'];

function furniture(): Instance[] {
  const recorded = JSON.parse(dataFile('furniture/results.json')) as Recorded[];
  return JOBS.flatMap((name) => {
    const job = JSON.parse(dataFile(`furniture/${name}.job.json`)) as {
      boards: { material: string }[];
      parts: { material: string }[];
    } & JobJson;
    return [...new Set(job.parts.map((p) => p.material))].map((material) => {
      const peer = recorded.find((r) => r.job === name && r.material === material)!;
      const solver = peer.packingsolver3stageNonExactAnyFirst60cpu;
      return {
        group: name,
        name: `${name} ${material}`,
        json: {
          ...job,
          boards: job.boards.filter((b) => b.material === material),
          parts: job.parts.filter((p) => p.material === material),
        },
        peers: {
          areaBound: peer.areaLowerBound,
          packingSolver10s: solver.at10,
          packingSolver60s: solver.at60,
          npm: peer.guillotinePacker.boards,
        },
      };
    });
  });
}

function binPacking(rotation: boolean): Instance[] {
  const best = bestKnown(
    `data_bin_packing_${rotation ? 'rotation' : 'oriented'}`,
    'Best known solution value',
  );
  return ['berkey1987', 'martello1998'].flatMap((name) =>
    academicLines(name).map((line) => ({
      group: /Class_\d+/.exec(line.id)?.[0] ?? name,
      name: line.id,
      json: academicJob(line, {
        rotation,
        stages: null,
        firstCut: 'any',
        price: 'file',
        objective: 'boards',
      }),
      peers: { bestKnown: best.get(line.id) ?? null },
    })),
  );
}

/** Two stages, non-exact, horizontal first cut, rotation; several kinds of bins at their prices. */
function cintra(): Instance[] {
  const file = 'data_variable_sized_bin_packing_2nhr_cintra2008';
  const best = bestKnown(file, 'Best known solution value');
  const bound = bestKnown(file, 'Best known bound');
  return academicLines('cintra2008').map((line) => ({
    group: 'gcutNd',
    name: line.id,
    json: academicJob(line, { rotation: true, stages: 2, firstCut: 'y', price: 'file', objective: 'cost' }),
    peers: { bestKnown: best.get(line.id) ?? null, bound: bound.get(line.id) ?? null },
  }));
}

/** Bins of several sizes, parts fixed; a bin costs its area, so that the least cost is the best utilisation. */
function pisinger(): Instance[] {
  return academicLines('pisinger2005').map((line) => ({
    group: /C\d+/.exec(line.id)?.[0] ?? 'all',
    name: line.id,
    json: academicJob(line, {
      rotation: false,
      stages: null,
      firstCut: 'any',
      price: 'area',
      objective: 'cost',
    }),
    peers: {},
  }));
}

export const SETS: Readonly<Record<string, BenchSet>> = {
  furniture: { measure: 'boards', instances: furniture },
  bpp: { measure: 'boards', instances: () => binPacking(true) },
  'bpp-oriented': { measure: 'boards', instances: () => binPacking(false) },
  cintra: { measure: 'cost', instances: cintra },
  pisinger: { measure: 'utilisation', instances: pisinger },
};
