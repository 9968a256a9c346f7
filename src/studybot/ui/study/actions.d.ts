// Made by `make shapes` from the models of this room's actions (*.py): do not edit.

export interface DrawnReply {
  html: string;
  title: string;
}

export interface DroppedRequest {
  id: string;
}

export interface KeptReply {
  kept: number;
}

export interface KeptRequest {
  topic: string;
  id: string;
  section: string;
  kind: "highlight" | "note" | "bookmark" | "card";
  exact?: string;
  prefix?: string;
  suffix?: string;
  text?: string;
}

export interface LandingReply {
  html: string;
  found: string;
  again: string;
  notes: string;
  said: string;
}

export interface LookRequest {
  text?: string;
  category?: string;
}

export interface NotedReply {
  note: WrittenReply;
}

export interface NotesReply {
  notes: (WrittenReply)[];
}

export interface OfTopicRequest {
  topic: string;
}

export interface PlacesRequest {
  topic: string;
  places: (SeenRequest)[];
}

export interface ReadRequest {
  topic: string;
  passage?: string;
  start?: number;
  end?: number;
}

export interface RequestRequest {
}

export interface SaidReply {
  said: string;
}

export interface SeenRequest {
  section: string;
  position: number;
}

export interface ShownReply {
  html: string;
  title: string;
  anchor: string;
  marked: boolean;
}

export interface WrittenReply {
  id: string;
  topic: string;
  section: string;
  kind: "highlight" | "note" | "bookmark" | "card";
  exact: string;
  prefix: string;
  suffix: string;
  text: string;
}

export interface Actions {
  /** Return a topic's page for a link: its HTML, its title and the anchor to scroll to. */
  "read": { request: ReadRequest; reply: ShownReply };
  /** Return the cards that fit, the places of the course that hold the words, and where to go on reading. */
  "look": { request: LookRequest; reply: LandingReply };
  /** Keep how far a learner read; a section that was read further before stays read that far. */
  "places": { request: PlacesRequest; reply: KeptReply };
  /** Return the map with the learner's progress. */
  "map": { request: RequestRequest; reply: DrawnReply };
  /** Return the notes of a topic. */
  "notes": { request: OfTopicRequest; reply: NotesReply };
  /** Keep a note; one of the kind `card` becomes a flashcard, with the note as its front and the words as its back. */
  "keep_note": { request: KeptRequest; reply: NotedReply };
  /** Delete a note; what it taught as a card is not asked any more. */
  "drop_note": { request: DroppedRequest; reply: SaidReply };
}
