package io.github.openairun.wire;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriBuilder;

/**
 * The base URL of a {@link org.springframework.web.client.RestClient}. Spring's own
 * builders have the same for every request, and need longer to say it than it takes to
 * fill in an address.
 */
final class BaseUrl {

	private volatile @Nullable URI known;

	private volatile @Nullable URI last;

	/** Return the URL that was built last, or {@code null} if there is none yet. */
	@Nullable URI last() {
		return this.last;
	}

	URI of(UriBuilder builder) {
		URI known = this.known;
		if (known != null) {
			return known;
		}
		URI base = builder.build();
		this.last = base;
		if (builder.getClass().getEnclosingClass() == DefaultUriBuilderFactory.class) {
			this.known = base;
		}
		return base;
	}

}
