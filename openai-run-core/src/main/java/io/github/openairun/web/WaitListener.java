package io.github.openairun.web;

import java.util.List;

import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.RunListener;

/**
 * Notes whether a run has waited for persons or other systems. Then it goes on although
 * its subscriber has left, because somebody has decided about it.
 */
class WaitListener implements RunListener {

	private volatile boolean hasWaited;

	@Override
	public void suspended(Run run, List<PendingCall> calls) {
		this.hasWaited = true;
	}

	/** Return whether the run has waited. */
	boolean hasWaited() {
		return this.hasWaited;
	}

}
