// Made by `make shapes` from the models of this room's actions (*.py): do not edit.

export interface AheadReply {
  cards: (WaitingReply)[];
}

export interface AnswerRequest {
  quiz: QuizRequest;
  run: string;
  given: (number)[];
  typed?: string;
}

export interface AnsweredReply {
  item: string;
  given: (number)[];
  correct: boolean;
}

export interface AnsweredRequest {
  item: string;
  given: (number)[];
  correct: boolean;
}

export interface BeginRequest {
  exam?: string;
  syllabus?: string;
  topics?: (string)[];
  length?: number;
  time?: number;
  pass_mark?: number;
  number?: string;
}

export interface DownloadReply {
  name: string;
  text?: string;
  base64?: string;
}

export interface GivenRequest {
  zone?: string;
  exam: string;
  place: number;
  given: (number)[];
  flagged?: boolean;
}

export interface GreetingReply {
  text: string;
  name: string;
}

export interface HtmlReply {
  html: string;
}

export interface ImportRequest {
  text: string;
}

export interface KeptReply {
  kept?: number;
  html?: string;
  exam?: string;
  running?: boolean;
}

export interface LearnRequest {
  items: (string)[];
}

export interface NamedRequest {
  name: string;
}

export interface OfRequest {
  topics?: (string)[];
}

export interface OpenRequest {
  quiz: QuizRequest;
  run: string;
  typed?: string;
}

export interface PaperReply {
  html: string;
  number: string;
}

export interface QuizReply {
  seed: number;
  queue: (string)[];
  length: number;
  answered: (AnsweredReply)[];
}

export interface QuizRequest {
  seed: number;
  queue: (string)[];
  length: number;
  answered?: (AnsweredRequest)[];
}

export interface RateRequest {
  zone?: string;
  topics?: (string)[];
  more?: number;
  card: string;
  shown: string;
  rating: "again" | "hard" | "good" | "easy";
  review: string;
  at?: string;
}

export interface RequestRequest {
}

export interface RestRequest {
  zone?: string;
  topics?: (string)[];
  more?: number;
  card: string;
  rests?: boolean;
}

export interface RevealedReply {
  html: string;
  had?: boolean;
}

export interface ReviewRequest {
  zone?: string;
  topics?: (string)[];
  more?: number;
}

export interface RunningRequest {
  quiz: QuizRequest;
  run: string;
}

export interface SaidReply {
  said: string;
}

export interface SatRequest {
  zone?: string;
  exam: string;
}

export interface SaveRequest {
  topics?: (string)[];
  kind: "markdown" | "anki";
}

export interface SheetReply {
  html: string;
  exam: string;
  running: boolean;
}

export interface StartRequest {
  length?: number;
  topics?: (string)[];
  kinds?: ("table" | "term" | "command" | "number" | "true_false" | "order" | "compare" | "match" | "mistake" | "exercise" | "open")[];
  number?: string;
  missed?: boolean;
}

export interface TextReply {
  text: string;
}

export interface TodayReply {
  html: string;
  waiting: number;
  missed: number;
  kinds: (string)[];
}

export interface TurnReply {
  quiz: QuizReply;
  html: string;
  over: boolean;
  kind?: "table" | "term" | "command" | "number" | "true_false" | "order" | "compare" | "match" | "mistake" | "exercise" | "open";
  correct?: boolean;
}

export interface WaitingReply {
  html: string;
  left: number;
  card: string;
  note?: string;
  said?: string;
  rated?: string;
  undone?: string;
}

export interface ZonedRequest {
  zone?: string;
}

export interface Actions {
  /** Return what waits for a learner: cards to review, questions missed, the kinds of question that there are. */
  "today": { request: ZonedRequest; reply: TodayReply };
  /** Draw a quiz and return it with its first question. */
  "start": { request: StartRequest; reply: TurnReply };
  /** Return the question to answer next, or the summary when the quiz is over. */
  "question": { request: RunningRequest; reply: TurnReply };
  /** Return the answer of an open question, with what was written held against it; its learner has the last word. */
  "reveal": { request: OpenRequest; reply: RevealedReply };
  /** Grade an answer, keep it, and return the verdict with the quiz as it goes on. */
  "answer": { request: AnswerRequest; reply: TurnReply };
  /** Make cards of missed questions and put them into the learner's queue. */
  "learn": { request: LearnRequest; reply: TextReply };
  /** Return the card to review now, or what to do instead. */
  "review": { request: ReviewRequest; reply: WaitingReply };
  /** Return the cards that wait, as they are shown one after the other. */
  "ahead": { request: ReviewRequest; reply: AheadReply };
  /** Keep a rating and return the next card; a card that was rated in another tab is left as it is, with a sentence. */
  "rate": { request: RateRequest; reply: WaitingReply };
  /** Take the last rating back and return the queue, which begins with that card again. */
  "undo": { request: ReviewRequest; reply: WaitingReply };
  /** Let a card rest, or take it up again, and return the queue. */
  "suspend": { request: RestRequest; reply: WaitingReply };
  /** Return the form that an exam begins with, the exam that runs, and those that are over. */
  "exam_begin": { request: ZonedRequest; reply: HtmlReply };
  /** Draw an exam, start its clock and return it. */
  "exam_start": { request: BeginRequest; reply: SheetReply };
  /** Return an exam as it stands: its questions while it runs, its result when it is over. */
  "exam_show": { request: SatRequest; reply: SheetReply };
  /** Keep the answer to one question; when the time is over, end the exam and return its result. */
  "exam_answer": { request: GivenRequest; reply: KeptReply };
  /** End an exam and return its result. */
  "exam_finish": { request: SatRequest; reply: SheetReply };
  /** Begin the same exam once more. */
  "exam_again": { request: SatRequest; reply: SheetReply };
  /** Take an exam out of the list; its answers stay among those of the quiz. */
  "exam_forget": { request: SatRequest; reply: SaidReply };
  /** Return an exam on paper with its key. */
  "exam_paper": { request: BeginRequest; reply: PaperReply };
  /** Return the sheet of some topics, or the choice of topics where there are none yet. */
  "sheet": { request: OfRequest; reply: HtmlReply };
  /** Return a sheet as Markdown, or the flashcards on what it says as an Anki package. */
  "sheet_file": { request: SaveRequest; reply: DownloadReply };
  /** Return the learner's progress as HTML. */
  "progress": { request: ZonedRequest; reply: HtmlReply };
  /** Keep the learner's name. */
  "name": { request: NamedRequest; reply: GreetingReply };
  /** Return everything of the learner as one file. */
  "export": { request: RequestRequest; reply: DownloadReply };
  /** Merge an exported file into the learner's progress and say what was added. */
  "import": { request: ImportRequest; reply: GreetingReply };
  /** Return the course's cards and one's own as an Anki package (base64). */
  "anki": { request: RequestRequest; reply: DownloadReply };
  /** Return the course's cards and one's own as CSV. */
  "csv": { request: RequestRequest; reply: DownloadReply };
}
