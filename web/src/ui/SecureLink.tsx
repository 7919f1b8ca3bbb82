// This page by https: where a browser gives a microphone.

export function SecureLink() {
    const address = `https://${location.host}${location.pathname}`;
    return (
        <a className="link ltr" href={address}>
            {address}
        </a>
    );
}
