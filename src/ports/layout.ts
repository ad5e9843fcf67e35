interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a drawing is made of. Lengths are pixels at full size. */
export interface LayoutQuestion {
  readonly boxes: readonly (Size & { readonly id: string })[];
  /** Between these boxes, at most one for each pair and direction. */
  readonly lines: readonly {
    readonly from: string;
    readonly to: string;
    readonly words?: Size | undefined;
  }[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Columns from left to right: what asks stands left of what it asks for, but for lines that close a circle. */
export interface LayoutAnswer {
  /** By id: the upper left corner. */
  readonly places: Readonly<Record<string, Point>>;
  readonly lines: readonly {
    readonly from: string;
    readonly to: string;
    /** Which the line goes by, between the two boxes and around others. */
    readonly through: readonly Point[];
    /** The middle of the room that was left for its words. */
    readonly words?: Point | undefined;
  }[];
  readonly width: number;
  readonly height: number;
}

/** @throws GenError Cancelled; InvalidState `worker` where the thread ended. */
export type LayOut = (question: LayoutQuestion, signal: AbortSignal) => Promise<LayoutAnswer>;
