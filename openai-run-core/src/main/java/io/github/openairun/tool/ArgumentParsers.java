package io.github.openairun.tool;

import java.io.StringReader;

import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.CharsToNameCanonicalizer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes parsers that notice names that an object has twice, with the settings of a
 * mapper. What they throw never quotes the arguments.
 */
final class ArgumentParsers extends JsonFactory {

	/** Longer texts are read piece by piece. */
	private static final int MAX_BUFFERED = 0x8000;

	ArgumentParsers(JsonMapper mapper) {
		super(BufferPool.factory(mapper));
	}

	/**
	 * Make a parser.
	 * @param context the context that will use it
	 * @param json what to read
	 * @param firstCheckedDepth the depth from which on names are checked; that of the
	 * outermost object is 1
	 * @return a parser that stands before the first token
	 */
	ArgumentParser parser(ObjectReadContext context, String json, int firstCheckedDepth) {
		IOContext io = _createContext(ContentReference.redacted(), true);
		if (json.length() > MAX_BUFFERED) {
			return new ArgumentParser(this, context, io, new StringReader(json), firstCheckedDepth);
		}
		this._streamReadConstraints.validateDocumentLength(json.length());
		return new ArgumentParser(this, context, io, json, firstCheckedDepth);
	}

	int streamFeatures(ObjectReadContext context) {
		return context.getStreamReadFeatures(this._streamReadFeatures);
	}

	int formatFeatures(ObjectReadContext context) {
		return context.getFormatReadFeatures(this._formatReadFeatures);
	}

	CharsToNameCanonicalizer symbols() {
		return this._rootCharSymbols.makeChild();
	}

}
