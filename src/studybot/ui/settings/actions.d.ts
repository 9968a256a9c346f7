// Made by `make shapes` from the models of this room's actions (*.py): do not edit.

export interface ChoiceRequest {
  text_size?: "small" | "normal" | "large" | "huge";
  answer_length?: "short" | "normal";
  daily_goal?: number;
  exam?: string;
  exam_topics?: (string)[];
  language?: "" | "en" | "de" | "es" | "hi";
}

export interface DownloadReply {
  name: string;
  text?: string;
  base64?: string;
}

export interface EmptiedReply {
  said: string;
  deleted: number;
}

export interface FarewellRequest {
  sure: string;
}

export interface GreetingReply {
  text: string;
  name: string;
}

export interface ImportRequest {
  text: string;
}

export interface PreferencesReply {
  text_size: "small" | "normal" | "large" | "huge";
  answer_length: "short" | "normal";
  daily_goal: number;
  exam?: string;
  exam_topics: (string)[];
  language: string;
  updated: string;
}

export interface RequestRequest {
}

export interface SaidReply {
  said: string;
}

export interface Actions {
  /** Return what a learner chose. */
  "read": { request: RequestRequest; reply: PreferencesReply };
  /** Keep what a learner changed, and say so. */
  "choose": { request: ChoiceRequest; reply: SaidReply };
  /** Return everything of the learner as one file. */
  "export": { request: RequestRequest; reply: DownloadReply };
  /** Merge an exported file into the learner's progress and say what was added. */
  "import": { request: ImportRequest; reply: GreetingReply };
  /** Delete everything of a learner once the word is there. */
  "delete": { request: FarewellRequest; reply: EmptiedReply };
}
