package io.github.openairun.test.simulator;

import java.util.List;

/**
 * A script that is played for one question.
 */
final class Play {

	private final ScriptBook scripts;

	private final Question question;

	private final RunScript script;

	/**
	 * Picks the script.
	 */
	Play(ScriptBook scripts, Question question) {
		this.scripts = scripts;
		this.question = question;
		this.script = scripts.pick(question);
	}

	Question question() {
		return this.question;
	}

	RunScript script() {
		return this.script;
	}

	/**
	 * Decides the next turn.
	 * @param answered the calls that have got their outputs
	 * @param rules what the request allows in this turn
	 */
	Outcome next(List<AnsweredCall> answered, CallRules rules) {
		return this.scripts.play(this.script, this.question, answered, rules);
	}

}
