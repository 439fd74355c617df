package io.github.openairun.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * A {@link RunLinkStore} in memory, which removes the runs that were used least recently.
 */
class InMemoryRunLinkStore implements RunLinkStore {

	private final Map<Key, Link> links;

	private final Map<String, String> activeRuns;

	InMemoryRunLinkStore(int maxRuns) {
		Assert.isTrue(maxRuns > 0, "'maxRuns' must be positive");
		this.links = new RecentlyUsed<>(maxRuns);
		this.activeRuns = new RecentlyUsed<>(maxRuns);
	}

	@Override
	public synchronized @Nullable Link find(String threadId, String runId) {
		return this.links.get(new Key(threadId, runId));
	}

	@Override
	public synchronized boolean advance(String threadId, String runId, @Nullable String expected, Link link) {
		Key key = new Key(threadId, runId);
		Link old = this.links.get(key);
		if (!Objects.equals((old != null) ? old.responseId() : null, expected)) {
			return false;
		}
		this.links.put(key, link);
		if (link.phase() == ResponsePhase.ACTIVE) {
			this.activeRuns.put(threadId, runId);
		}
		else {
			this.activeRuns.remove(threadId, runId);
		}
		return true;
	}

	@Override
	public synchronized @Nullable String activeRun(String threadId) {
		return this.activeRuns.get(threadId);
	}

	@Override
	public synchronized void delete(String threadId) {
		this.links.keySet().removeIf((key) -> key.threadId().equals(threadId));
		this.activeRuns.remove(threadId);
	}

	private record Key(String threadId, String runId) {
	}

	private static final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {

		private final int max;

		RecentlyUsed(int max) {
			super(16, 0.75f, true);
			this.max = max;
		}

		@Override
		protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
			return size() > this.max;
		}

	}

}
