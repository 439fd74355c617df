package io.github.openairun.benchmarks.durable;

/**
 * What was sent to the database.
 *
 * @param statements all statements
 * @param writes those that write
 * @param commits transactions, of which each statement outside of one is one
 */
record Counts(long statements, long writes, long commits) {

	Counts minus(Counts before) {
		return new Counts(this.statements - before.statements, this.writes - before.writes,
				this.commits - before.commits);
	}

}
