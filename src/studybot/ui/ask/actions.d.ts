// Made by `make shapes` from the models of this room's actions (*.py): do not edit.

export interface AnsweredReply {
  turn: TurnShownReply;
  conversation: string;
  title: string;
  list: string;
}

export interface CardedRequest {
  turn: string;
}

export interface ChangeRequest {
  conversation: string;
  title?: string;
}

export interface CheckedReply {
  html: string;
  whole: boolean;
}

export interface ChosenRequest {
  conversation: string;
}

export interface DeletedReply {
  deleted: string;
}

export interface DownloadReply {
  name: string;
  text?: string;
  base64?: string;
}

export interface EarlierRequest {
  conversation: string;
  left: number;
}

export interface ExplainRequest {
  turn: string;
  text: string;
}

export interface HtmlReply {
  html: string;
}

export interface ListedRequest {
  search?: string;
  current?: string;
  pages?: number;
  shelf?: "open" | "archive" | "bin";
}

export interface MarkedRequest {
  conversation: string;
  mark: "pinned" | "archived";
  on: boolean;
}

export interface MarkingReply {
  marks: MarksReply;
}

export interface MarksReply {
  pinned: boolean;
  archived: boolean;
  shared: string;
}

export interface OpenRequest {
  conversation?: string;
  topic?: string;
  about?: string;
  zone?: string;
}

export interface OpenedReply {
  list: string;
  error?: string;
  welcome?: string;
  title?: string;
  topic?: string;
  turns?: (TurnShownReply)[];
  left?: number;
  marks?: MarksReply;
}

export interface RateRequest {
  turn: string;
  thumb: "up" | "down" | "none";
  reason?: string;
}

export interface RatedReply {
  thumb: "up" | "down" | "";
}

export interface RenamedReply {
  title: string;
}

export interface SaidReply {
  said: string;
}

export interface SayRequest {
  text: string;
  conversation?: string;
  topic?: string;
  tutor?: boolean;
}

export interface ShowRequest {
  turn: string;
  number: number;
}

export interface SolveRequest {
  item: string;
  given: number;
}

export interface SolvedReply {
  correct: boolean;
  right: (number)[];
  html: string;
}

export interface TalksReply {
  list: string;
}

export interface TextReply {
  text: string;
}

export interface TurnShownReply {
  id: string;
  html: string;
  copy_text: string;
  announce: string;
}

export interface TurnsReply {
  turns: (TurnShownReply)[];
  left: number;
  marks: MarksReply;
}

export interface Actions {
  /** Return what the page shows first: the turns of a conversation, or the questions to begin with. */
  "open": { request: OpenRequest; reply: OpenedReply };
  /** Answer a question and return the stored turn with the conversation it belongs to. */
  "say": { request: SayRequest; reply: AnsweredReply };
  /** Return the panel of a citation. */
  "source": { request: ShowRequest; reply: HtmlReply };
  /** Keep a thumb on a turn with its reason, or take it back. */
  "rate": { request: RateRequest; reply: RatedReply };
  /** Return whether an option is right and where the course says so; what was chosen counts like an answer in Practise. */
  "solve": { request: SolveRequest; reply: SolvedReply };
  /** Return which parts of the answer an explanation has, lacks and contradicts; what it lacks is not said. */
  "explain": { request: ExplainRequest; reply: CheckedReply };
  /** Put the flashcard on what an answer says first among the learner's cards, and say which one it is. */
  "card": { request: CardedRequest; reply: TextReply };
  /** Return the list of conversations that match a search. */
  "list": { request: ListedRequest; reply: TalksReply };
  /** Give a conversation another title and return it as kept. */
  "rename": { request: ChangeRequest; reply: RenamedReply };
  /** Put a conversation into the bin; what lies there too long is deleted. */
  "delete": { request: ChosenRequest; reply: DeletedReply };
  /** Take a conversation out of the bin. */
  "back": { request: ChosenRequest; reply: SaidReply };
  /** Delete a conversation for good. */
  "forget": { request: ChosenRequest; reply: SaidReply };
  /** Pin or archive a conversation, or no longer. */
  "mark": { request: MarkedRequest; reply: MarkingReply };
  /** Make a link by which whoever has it may read the conversation. */
  "share": { request: ChosenRequest; reply: MarkingReply };
  /** Let the link lead nowhere. */
  "unshare": { request: ChosenRequest; reply: MarkingReply };
  /** Return the turns of a conversation before those that are shown. */
  "earlier": { request: EarlierRequest; reply: TurnsReply };
  /** Return a conversation with its sources as a Markdown file. */
  "export": { request: ChangeRequest; reply: DownloadReply };
}
