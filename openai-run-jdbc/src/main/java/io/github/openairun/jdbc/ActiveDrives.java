package io.github.openairun.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The drives of this node.
 */
final class ActiveDrives {

	private final Set<DriveStop> drives = new LinkedHashSet<>();

	private boolean stopping;

	private Runnable whenIdle = () -> {
	};

	/** Begin a drive on the calling thread. */
	DriveStop begin() {
		DriveStop stop = new DriveStop();
		synchronized (this) {
			this.drives.add(stop);
			if (!this.stopping) {
				return stop;
			}
		}
		stop.request();
		return stop;
	}

	void end(DriveStop stop) {
		Runnable idle = null;
		synchronized (this) {
			this.drives.remove(stop);
			if (this.stopping && this.drives.isEmpty()) {
				idle = takeCallback();
			}
		}
		if (idle != null) {
			idle.run();
		}
	}

	private Runnable takeCallback() {
		Runnable callback = this.whenIdle;
		this.whenIdle = () -> {
		};
		return callback;
	}

	synchronized int size() {
		return this.drives.size();
	}

	/** Let all drives end that have begun, and all that begin until {@link #start()}. */
	void stop(Runnable whenIdle) {
		List<DriveStop> all;
		boolean idle;
		synchronized (this) {
			this.stopping = true;
			all = new ArrayList<>(this.drives);
			idle = all.isEmpty();
			if (!idle) {
				this.whenIdle = whenIdle;
			}
		}
		if (idle) {
			whenIdle.run();
		}
		all.forEach(DriveStop::request);
	}

	/** Let the drives end at once that have not ended yet. */
	void stopAtOnce() {
		List<DriveStop> all;
		synchronized (this) {
			all = new ArrayList<>(this.drives);
		}
		all.forEach(DriveStop::requestAtOnce);
	}

	synchronized boolean isRunning() {
		return !this.stopping;
	}

	synchronized void start() {
		this.stopping = false;
	}

}
