// Where a notebook can go. Each target is a set of files around one pipeline.json.
export interface Target {
  id: "node" | "github-actions" | "airflow";
  label: string;
  says: string;
}

export type TargetId = Target["id"];

export const targets: readonly Target[] = [
  { id: "node", label: "Node project", says: "To run and test anywhere: nothing to install." },
  {
    id: "github-actions",
    label: "GitHub Actions",
    says: "A workflow: one step a cell, results kept between runs.",
  },
  { id: "airflow", label: "Airflow", says: "A DAG with one task a cell, for Airflow 3." },
];
